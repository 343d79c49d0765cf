// The chat page works by posts and links alone. This makes it livelier: it sends without leaving the page, follows the
// answer as it is written, and tells the other side of typing and reading. What it shows is always the server's page.
const root = document.querySelector("[data-chat]");
if (root && document.getElementById("write")) start(root);

function start(root) {
	const path = root.dataset.chat;
	const thread = document.getElementById("thread");
	const form = document.getElementById("write");
	const text = form.elements.text;
	const zone = ownZone(root.dataset.zone);
	let sending = false;
	let timer;
	let lastLoad = 0;
	let lastTyping = 0;
	let seen;

	const address = (part) => {
		const query = new URLSearchParams();
		if (zone) query.set("tz", zone);
		if (part) query.set("part", part);
		const asked = query.toString();
		return asked ? `${path}?${asked}` : path;
	};

	root.addEventListener("submit", (event) => {
		event.preventDefault();
		send(event.target, event.submitter);
	});
	text.addEventListener("keydown", (event) => {
		if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
		event.preventDefault();
		form.requestSubmit();
	});
	text.addEventListener("input", () => {
		if (Date.now() - lastTyping < 4000 || text.value === "") return;
		lastTyping = Date.now();
		tell("typing");
	});
	document.addEventListener("visibilitychange", () => plan(0));
	document.getElementById("look-again")?.remove();
	listen();
	if (zone && new URL(location.href).searchParams.get("tz") !== zone) plan(0);
	else markSeen();
	toEnd();

	async function send(from, submitter) {
		if (sending) return;
		const body = new URLSearchParams(new FormData(from, submitter));
		if (from === form && text.value.trim() === "") return text.focus();
		body.set("live", "1");
		if (zone) body.set("tz", zone);
		sending = true;
		root.setAttribute("aria-busy", "true");
		say("");
		try {
			const response = await fetch(address(), { method: "POST", body, headers: { Accept: "text/html" } });
			const page = await parse(response);
			const error = page?.getElementById("write-error")?.textContent;
			if (response.ok && page) {
				if (from === form) text.value = "";
				lastTyping = 0;
				show(page, true);
			} else say(error || refusal(response));
		} catch {
			say("This was not sent: there is no connection. Your text is kept; send it again.");
		} finally {
			sending = false;
			root.removeAttribute("aria-busy");
			if (from === form) text.focus();
			else text.focus({ preventScroll: true });
		}
	}

	function refusal(response) {
		if (response.status === 429) return "That was too often. Wait a moment, then send it again.";
		if (response.status === 410 || response.status === 404) return "This link is no longer valid. Load the page again.";
		return "This was not sent. Your text is kept; send it again.";
	}

	// At most one look in 500 ms, and none while the page is out of sight.
	function plan(wait) {
		if (timer || document.visibilityState !== "visible") return;
		timer = setTimeout(load, Math.max(wait, lastLoad + 500 - Date.now(), 0));
	}

	async function load() {
		timer = undefined;
		lastLoad = Date.now();
		if (sending) return plan(500);
		try {
			const response = await fetch(address("thread"), { headers: { Accept: "text/html" } });
			if (response.status === 429) return plan(Number(response.headers.get("Retry-After") || 2) * 1000);
			if (response.ok) show(await parse(response), false);
		} catch {
			plan(5000);
		}
	}

	async function parse(response) {
		const type = response.headers.get("Content-Type") || "";
		if (!type.includes("html")) return undefined;
		// The page's style element bears a nonce of its own, which this page's policy would refuse aloud.
		const markup = (await response.text()).replace(/<style[\s\S]*?<\/style>/g, "");
		return new DOMParser().parseFromString(markup, "text/html");
	}

	// Lines that did not change stay the elements they are: nothing flickers and nothing is read out twice.
	function show(page, wasSent) {
		const next = page?.getElementById("thread");
		if (!next) return;
		const near = wasSent || innerHeight + scrollY > document.documentElement.scrollHeight - 240;
		const grew = next.dataset.last !== thread.dataset.last;
		patch(thread, next);
		thread.dataset.last = next.dataset.last || "";
		const key = page.querySelector("#write input[name=key]");
		if (key) form.elements.key.value = key.value;
		if (near && (grew || wasSent)) toEnd();
		markSeen();
	}

	function patch(old, next) {
		const log = old.querySelector("[role=log]");
		const nextLog = next.querySelector("[role=log]");
		if (!log || !nextLog) return old.replaceChildren(...next.childNodes);
		const known = new Map([...log.children].map((line) => [line.id, line]));
		const focused = document.activeElement;
		const lines = [...nextLog.children].map((line) => {
			const same = known.get(line.id);
			return same && same.innerHTML === withKey(line, same) ? same : line;
		});
		if (lines.length !== log.children.length || lines.some((line, index) => line !== log.children[index])) {
			log.replaceChildren(...lines);
		}
		for (const child of [...old.children]) if (child !== log) child.remove();
		let isBefore = true;
		for (const child of [...next.children]) {
			if (child === nextLog) isBefore = false;
			else if (isBefore) old.insertBefore(child, log);
			else old.append(child);
		}
		if (focused && !document.contains(focused)) text.focus({ preventScroll: true });
	}

	// Every page draws keys of its own; a line that differs in its key alone has not changed.
	function withKey(line, same) {
		const keys = same.querySelectorAll("input[name=key]");
		line.querySelectorAll("input[name=key]").forEach((input, index) => {
			if (keys[index]) input.setAttribute("value", keys[index].value);
		});
		return line.innerHTML;
	}

	function listen() {
		if (!("EventSource" in window)) return void setInterval(() => plan(0), 5000);
		const stream = new EventSource(`${path}/stream`);
		stream.addEventListener("change", () => plan(0));
		stream.addEventListener("refresh", () => plan(0));
		// A stream that was refused or lost for good: look now and then instead.
		stream.addEventListener("error", () => {
			if (stream.readyState === EventSource.CLOSED) setInterval(() => plan(0), 10000);
		});
		addEventListener("pagehide", () => stream.close());
		addEventListener("pageshow", (event) => {
			if (!event.persisted) return;
			plan(0);
			if (stream.readyState === EventSource.CLOSED) listen();
		});
	}

	function markSeen() {
		const last = thread.dataset.last;
		if (!last || last === seen || document.visibilityState !== "visible") return;
		seen = last;
		tell("seen");
	}

	function tell(sign) {
		fetch(`${path}/signs`, { method: "POST", body: new URLSearchParams({ sign }), keepalive: true }).catch(() => {});
	}

	function say(message) {
		const place = document.getElementById("write-errors");
		place.replaceChildren();
		if (!message) return;
		const line = document.createElement("p");
		line.className = "field-error";
		line.id = "write-error";
		line.textContent = message;
		place.append(line);
	}

	function toEnd() {
		form.scrollIntoView({ block: "end" });
	}
}

// The reader's zone, where its clocks differ from those of the place.
function ownZone(place) {
	try {
		const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
		const clock = (zone) => new Date().toLocaleString("en-US", { timeZone: zone });
		return own && clock(own) !== clock(place) ? own : undefined;
	} catch {
		return undefined;
	}
}
