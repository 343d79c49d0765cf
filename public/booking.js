// Shows times on the visitor's own clocks where they differ from the location's; without it there is a list to choose from.
const form = document.querySelector("[data-zone]");
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
const url = new URL(location.href);
if (form && own && !url.searchParams.has("tz") && own !== form.dataset.zone) {
	url.searchParams.set("tz", own);
	location.replace(url);
}
