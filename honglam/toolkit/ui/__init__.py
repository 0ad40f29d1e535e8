"""What every page is built from: layouts, components, template tags, navigation, the words and colours of statuses."""
