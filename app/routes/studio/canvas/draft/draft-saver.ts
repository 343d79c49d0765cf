import type { Checked, SaveAnswer } from "../types.ts";

/** Where saving stands. `waiting`: changed, and saved in a moment. */
export type SaveState<G> =
	| { kind: "saved" }
	| { kind: "waiting" }
	| { kind: "saving" }
	| { kind: "failed"; message: string }
	| { kind: "conflict"; theirs: { graph: G; version: number } };

type Options<G> = {
	send(graph: G, version: number): Promise<SaveAnswer<G>>;
	/** Hears each new state, and what the server found in what it kept. */
	tell(state: SaveState<G>, checked?: Checked): void;
	/** How long it waits for more changes, and before it tries again what did not reach the server. Milliseconds. */
	waitMs?: number;
	againMs?: number;
};

/**
 * Saves a draft by itself shortly after each change (FLOW-2), one request at a time, always what is newest. Nothing is
 * overwritten: when somebody else saved meanwhile it stops, keeps what is drawn, and waits for `overwrite` or `accept`.
 * A graph is compared by identity: undoing back to what was saved leaves nothing to save.
 */
export class DraftSaver<G> {
	readonly #options: Options<G>;
	#version: number;
	#saved: G;
	#wanted: G;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#sending: Promise<void> | undefined;
	#conflict: { graph: G; version: number } | undefined;

	constructor(start: { graph: G; version: number }, options: Options<G>) {
		this.#options = options;
		this.#saved = start.graph;
		this.#wanted = start.graph;
		this.#version = start.version;
	}

	/** Whether something is drawn that the server does not have. */
	get isDirty(): boolean {
		return this.#wanted !== this.#saved;
	}

	get version(): number {
		return this.#version;
	}

	/** Notes what is drawn now. */
	change(graph: G): void {
		if (graph === this.#wanted) return;
		this.#wanted = graph;
		// What can be chosen differs once there is something of one's own to lose.
		if (this.#conflict) this.#options.tell({ kind: "conflict", theirs: this.#conflict });
		else if (!this.#sending) this.#plan();
	}

	/** Saves what is not saved yet at once; answers whether all is saved. */
	async flush(): Promise<boolean> {
		while (this.#sending) await this.#sending;
		if (this.isDirty && !this.#conflict) await this.#send();
		return !this.isDirty;
	}

	/** After a conflict: what is drawn here takes the place of theirs. */
	async overwrite(): Promise<boolean> {
		if (this.#conflict) this.#version = this.#conflict.version;
		this.#conflict = undefined;
		return this.flush();
	}

	/** After a conflict: theirs is what is drawn here too. Answers it. */
	accept(): G | undefined {
		const theirs = this.#conflict;
		if (!theirs) return undefined;
		this.#conflict = undefined;
		this.#version = theirs.version;
		this.#saved = theirs.graph;
		this.#wanted = theirs.graph;
		this.#options.tell({ kind: "saved" });
		return theirs.graph;
	}

	/**
	 * What the server has now, whoever saved it: told as a conflict where it is newer than what is drawn on here. While a
	 * save is on its way its own answer says so.
	 */
	hear(theirs: { graph: G; version: number }): void {
		if (this.#sending || theirs.version <= (this.#conflict?.version ?? this.#version)) return;
		clearTimeout(this.#timer);
		this.#conflict = theirs;
		this.#options.tell({ kind: "conflict", theirs });
	}

	/** Nothing is saved by itself any more. */
	stop(): void {
		clearTimeout(this.#timer);
	}

	#plan(waitMs = this.#options.waitMs ?? 700): void {
		clearTimeout(this.#timer);
		this.#options.tell({ kind: this.isDirty ? "waiting" : "saved" });
		if (!this.isDirty) return;
		this.#timer = setTimeout(() => void this.flush(), waitMs);
	}

	async #send(): Promise<void> {
		clearTimeout(this.#timer);
		const graph = this.#wanted;
		this.#options.tell({ kind: "saving" });
		this.#sending = this.#options.send(graph, this.#version).then(
			(answer) => this.#hear(graph, answer),
			() => this.#hear(graph, { kind: "failed", message: "The server cannot be reached." }),
		);
		await this.#sending;
	}

	#hear(graph: G, answer: SaveAnswer<G>): void {
		this.#sending = undefined;
		if (answer.kind === "conflict") {
			this.#conflict = answer.theirs;
			this.#options.tell(answer);
			return;
		}
		if (answer.kind === "failed") {
			this.#options.tell(answer);
			this.#timer = setTimeout(() => void this.flush(), this.#options.againMs ?? 5_000);
			return;
		}
		this.#version = answer.version;
		this.#saved = graph;
		this.#options.tell({ kind: this.isDirty ? "waiting" : "saved" }, answer.checked);
		if (this.isDirty) this.#plan();
	}
}
