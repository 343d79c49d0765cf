import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DraftSaver, type SaveState } from "#app/routes/studio/canvas/draft/draft-saver.ts";
import type { SaveAnswer } from "#app/routes/studio/canvas/types.ts";

type Drawn = { steps: number };
const checked = { problems: [], ports: {}, words: {}, sample: "{}" };

/** A saver whose server answers when it is told to, in the order of what was sent. */
function saving() {
	const sent: { graph: Drawn; version: number; answer(answer: SaveAnswer<Drawn>): Promise<void> }[] = [];
	const states: SaveState<Drawn>["kind"][] = [];
	const first = { steps: 1 };
	const saver = new DraftSaver<Drawn>(
		{ graph: first, version: 1 },
		{
			send: (graph, version) =>
				new Promise((resolve) => {
					sent.push({
						graph,
						version,
						async answer(answer) {
							resolve(answer);
							await vi.advanceTimersByTimeAsync(0);
						},
					});
				}),
			tell: (state) => states.push(state.kind),
			waitMs: 500,
			againMs: 3_000,
		},
	);
	return { saver, sent, states, first };
}
const saved = (version: number): SaveAnswer<Drawn> => ({ kind: "saved", version, checked });

describe("a draft that saves itself", () => {
	beforeEach(() => {
		vi.useFakeTimers();
	});
	afterEach(() => {
		vi.useRealTimers();
	});

	test("FLOW-2 changes that follow each other are saved once, the newest, on the version that was loaded", async () => {
		const { saver, sent, states } = saving();
		saver.change({ steps: 2 });
		await vi.advanceTimersByTimeAsync(400);
		saver.change({ steps: 3 });
		await vi.advanceTimersByTimeAsync(400);
		expect(sent).toHaveLength(0);
		await vi.advanceTimersByTimeAsync(100);
		expect(sent.map(({ graph, version }) => [graph.steps, version])).toEqual([[3, 1]]);
		await sent[0]!.answer(saved(2));
		expect(saver.isDirty).toBe(false);
		expect(states.at(-1)).toBe("saved");
	});

	test("FLOW-2 what is drawn while a save is on its way is saved after it, on its version", async () => {
		const { saver, sent } = saving();
		saver.change({ steps: 2 });
		await vi.advanceTimersByTimeAsync(500);
		saver.change({ steps: 3 });
		await vi.advanceTimersByTimeAsync(5_000);
		expect(sent).toHaveLength(1);
		await sent[0]!.answer(saved(2));
		expect(saver.isDirty).toBe(true);
		await vi.advanceTimersByTimeAsync(500);
		expect(sent.map(({ graph, version }) => [graph.steps, version])).toEqual([
			[2, 1],
			[3, 2],
		]);
	});

	test("FLOW-2 undoing back to what is saved leaves nothing to save", async () => {
		const { saver, sent, states, first } = saving();
		saver.change({ steps: 2 });
		saver.change(first);
		await vi.advanceTimersByTimeAsync(5_000);
		expect(sent).toHaveLength(0);
		expect(states.at(-1)).toBe("saved");
	});

	test("FLOW-2 a conflict loses nothing: it stops, and saves mine over theirs only when told", async () => {
		const { saver, sent, states } = saving();
		saver.change({ steps: 2 });
		await vi.advanceTimersByTimeAsync(500);
		await sent[0]!.answer({ kind: "conflict", theirs: { graph: { steps: 9 }, version: 7 } });
		saver.change({ steps: 3 });
		await vi.advanceTimersByTimeAsync(60_000);
		expect(sent).toHaveLength(1);
		expect(states.at(-1)).toBe("conflict");
		expect(saver.isDirty).toBe(true);
		void saver.overwrite();
		await vi.advanceTimersByTimeAsync(0);
		expect([sent[1]?.graph.steps, sent[1]?.version]).toEqual([3, 7]);
	});

	test("FLOW-2 after theirs was taken, nothing is left to save and the next change goes on from it", async () => {
		const { saver, sent } = saving();
		saver.change({ steps: 2 });
		await vi.advanceTimersByTimeAsync(500);
		await sent[0]!.answer({ kind: "conflict", theirs: { graph: { steps: 9 }, version: 7 } });
		expect(saver.accept()).toEqual({ steps: 9 });
		expect(saver.isDirty).toBe(false);
		saver.change({ steps: 10 });
		await vi.advanceTimersByTimeAsync(500);
		expect([sent[1]?.graph.steps, sent[1]?.version]).toEqual([10, 7]);
	});

	test("FLOW-2 what did not reach the server is tried again by itself, and flush waits for the answer", async () => {
		const { saver, sent, states } = saving();
		saver.change({ steps: 2 });
		await vi.advanceTimersByTimeAsync(500);
		await sent[0]!.answer({ kind: "failed", message: "The server cannot be reached." });
		expect(states.at(-1)).toBe("failed");
		await vi.advanceTimersByTimeAsync(3_000);
		expect(sent).toHaveLength(2);
		let isSaved: boolean | undefined;
		void saver.flush().then((answer) => {
			isSaved = answer;
		});
		await vi.advanceTimersByTimeAsync(0);
		expect(isSaved).toBeUndefined();
		await sent[1]!.answer(saved(2));
		expect(isSaved).toBe(true);
	});

	test("FLOW-2 what another tab saved is told at once, drawn on or not; one's own save is none", async () => {
		const { saver, sent, states } = saving();
		saver.hear({ graph: { steps: 1 }, version: 1 });
		expect(states).toEqual([]);
		const theirs = { steps: 9 };
		saver.hear({ graph: theirs, version: 2 });
		expect(states).toEqual(["conflict"]);
		expect(saver.isDirty).toBe(false);
		// What is drawn after that waits to be decided, and is not lost.
		saver.change({ steps: 3 });
		await vi.advanceTimersByTimeAsync(2_000);
		expect([sent.length, saver.isDirty]).toEqual([0, true]);
		expect(saver.accept()).toBe(theirs);
		saver.change({ steps: 10 });
		await vi.advanceTimersByTimeAsync(500);
		expect(sent[0]!.version).toBe(2);
		saver.hear({ graph: { steps: 10 }, version: 3 });
		await sent[0]!.answer(saved(3));
		saver.hear({ graph: { steps: 10 }, version: 3 });
		expect(states.at(-1)).toBe("saved");
	});
});
