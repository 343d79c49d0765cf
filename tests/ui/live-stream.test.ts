import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { followChanges, forgetRecent } from "#app/ui/behaviour/follow-changes.ts";
import { concerns, type LiveChange, listenToChanges, readChange } from "#app/ui/behaviour/live-stream.ts";

/** What a browser's EventSource does for us, without a network. */
class Stream extends EventTarget {
	static open: Stream[] = [];
	readonly url: string;
	constructor(url: string) {
		super();
		this.url = url;
		Stream.open.push(this);
	}
	close() {
		Stream.open = Stream.open.filter((stream) => stream !== this);
	}
	say(type: string, data?: string) {
		this.dispatchEvent(data === undefined ? new Event(type) : new MessageEvent(type, { data }));
	}
}

const stops: (() => void)[] = [];

function tab(): { heard: LiveChange[]; close(): void } {
	const heard: LiveChange[] = [];
	const close = listenToChanges("/events/stream", (change) => heard.push(change));
	stops.push(close);
	return { heard, close };
}

describe("a tab follows changes from page to page", () => {
	beforeEach(() => {
		vi.stubGlobal("EventSource", Stream);
		vi.useFakeTimers({ toFake: ["Date"] });
	});
	afterEach(async () => {
		vi.useRealTimers();
		for (const stop of stops.splice(0)) stop();
		await vi.waitFor(() => expect(Stream.open).toHaveLength(0));
		vi.unstubAllGlobals();
	});
	const follow = () => {
		const heard: LiveChange[] = [];
		const end = followChanges("/events/stream", (change) => heard.push(change));
		stops.push(end);
		return { heard, end };
	};

	it("UI-1 what changed while the next page was loaded is told to it, what is long past is not", async () => {
		const frame = follow();
		await vi.waitFor(() => expect(Stream.open).toHaveLength(1));
		const before = follow();
		before.end();
		Stream.open[0]?.say("change", '{"topics":["leads"]}');
		const next = follow();
		expect(next.heard).toEqual([{ topics: ["leads"] }]);
		expect(frame.heard).toEqual([{ topics: ["leads"] }]);
		expect(before.heard).toEqual([]);
		forgetRecent("/events/stream");
		expect(follow().heard).toEqual([]);
		Stream.open[0]?.say("change", '{"topics":["leads"]}');
		vi.setSystemTime(Date.now() + 6_000);
		expect(follow().heard).toEqual([]);
		expect(Stream.open).toHaveLength(1);
	});
});

describe("one stream for each browser", () => {
	beforeEach(() => {
		vi.stubGlobal("EventSource", Stream);
	});
	afterEach(async () => {
		for (const stop of stops.splice(0)) stop();
		await vi.waitFor(() => expect(Stream.open).toHaveLength(0));
		vi.unstubAllGlobals();
	});

	it("UI-1 a tab that comes later is told what changed while it was loading", async () => {
		tab();
		await vi.waitFor(() => expect(Stream.open).toHaveLength(1));
		Stream.open[0]?.say("change", '{"topics":["leads"]}');
		const late = tab();
		await vi.waitFor(() => expect(late.heard).toEqual([{ topics: ["leads"] }]));
	});

	it("is held by one tab, and all tabs hear it", async () => {
		const [first, second] = [tab(), tab()];
		await vi.waitFor(() => expect(Stream.open).toHaveLength(1));
		expect(Stream.open[0]?.url).toMatch(/^\/events\/stream\?age=\d+$/);
		Stream.open[0]?.say("change", '{"topics":["leads"]}');
		await vi.waitFor(() => expect(second.heard).toEqual([{ topics: ["leads"] }]));
		expect(first.heard).toEqual([{ topics: ["leads"] }]);
		expect(Stream.open).toHaveLength(1);
	});

	it("goes to the next tab when its own closes", async () => {
		const first = tab();
		await vi.waitFor(() => expect(Stream.open).toHaveLength(1));
		const held = Stream.open[0];
		const second = tab();
		first.close();
		await vi.waitFor(() => expect(Stream.open.some((stream) => stream !== held)).toBe(true));
		Stream.open[0]?.say("refresh");
		expect(second.heard.at(-1)).toEqual({ topics: null });
		expect(first.heard).toEqual([]);
	});

	it("asks for everything after the connection was lost and came back", async () => {
		const { heard } = tab();
		await vi.waitFor(() => expect(Stream.open).toHaveLength(1));
		Stream.open[0]?.say("open");
		expect(heard).toEqual([]);
		Stream.open[0]?.say("open");
		expect(heard).toEqual([{ topics: null }]);
	});
});

describe("a message of the stream", () => {
	it("names its topics; one that cannot be read means everything", () => {
		expect(readChange('{"topics":["leads","lead:1"]}')).toEqual({ topics: ["leads", "lead:1"] });
		for (const broken of ['{"topics":', '{"topics":[1]}', "null", "", undefined])
			expect(readChange(broken)).toEqual({ topics: null });
	});

	it("concerns the pages that show one of its topics", () => {
		expect(concerns({ topics: ["lead:1"] }, ["leads", "lead:1"])).toBe(true);
		expect(concerns({ topics: ["lead:2"] }, ["lead:1"])).toBe(false);
		expect(concerns({ topics: null }, ["lead:1"])).toBe(true);
	});
});
