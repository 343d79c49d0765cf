// Shows times on the visitor's own clocks where they differ from the location's; without it there is a list to choose from.
const form = document.querySelector("[data-zone]");
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
const url = new URL(location.href);
if (form && own && !url.searchParams.has("tz") && own !== form.dataset.zone) {
	url.searchParams.set("tz", own);
	location.replace(url);
}

// A post that reaches nobody would end on the browser's own error page, and what was typed with it: the server is asked
// first whether it is there. The post itself stays the browser's.
for (const post of document.querySelectorAll("form[method=post]")) {
	let state = "idle";
	post.addEventListener("submit", async (event) => {
		if (state === "sending") return;
		event.preventDefault();
		if (state === "asking") return;
		state = "asking";
		say(post, "");
		const isThere = await answers();
		state = isThere ? "sending" : "idle";
		if (isThere) post.requestSubmit(event.submitter);
		else say(post, "This was not sent: there is no connection. What you typed is kept; try again.");
	});
	// Back from the next page, the form can be sent again.
	addEventListener("pageshow", () => {
		state = "idle";
	});
}

async function answers() {
	try {
		const response = await fetch("/api/health", { cache: "no-store", signal: AbortSignal.timeout(10_000) });
		return response.ok;
	} catch {
		return false;
	}
}

function say(post, message) {
	let place = post.querySelector("[data-not-sent]");
	if (!place) {
		place = document.createElement("div");
		place.setAttribute("role", "alert");
		place.dataset.notSent = "";
		const actions = post.querySelector(".form-actions");
		if (actions) actions.before(place);
		else post.prepend(place);
	}
	place.replaceChildren();
	if (!message) return;
	const line = document.createElement("p");
	line.className = "field-error";
	line.textContent = message;
	place.append(line);
	place.scrollIntoView({ block: "nearest" });
}
