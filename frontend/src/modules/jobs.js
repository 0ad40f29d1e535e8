// A long job asks for itself again through htmx (job_progress.html); when it has succeeded, its page opens.

/** Starts watching: after every swap, a job that has just succeeded and names a page opens it. */
export function start(root, go = (address) => window.location.assign(address)) {
  const running = new Set();
  const look = () => {
    for (const job of root.querySelectorAll("[data-job]")) {
      const { job: state, doneUrl } = job.dataset;
      if (state === "queued" || state === "running") running.add(job.id);
      else if (state === "succeeded" && running.delete(job.id) && doneUrl) go(doneUrl);
    }
  };
  look();
  root.addEventListener("htmx:after:swap", look);
}
