"""The desk (bàn làm việc): what an official must do now."""
