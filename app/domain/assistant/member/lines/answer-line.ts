/** A piece of an answer as it is written; `null`: what came so far is void. */
export type LinePiece = string | null;

/** Answers that this process writes at the moment, by id. Their rows lag half a second behind. */
const lines = new Map<string, AnswerLine>();

/** Begins the line of an answer that is about to be written here. End it, whatever becomes of the answer. */
export function openLine(answerId: string): AnswerLine {
	lines.get(answerId)?.end();
	const line = new AnswerLine(() => lines.get(answerId) === line && lines.delete(answerId));
	lines.set(answerId, line);
	return line;
}

/** The line of an answer that is written in this process; undefined when nobody writes it here. */
export function findLine(answerId: string): AnswerLine | undefined {
	return lines.get(answerId);
}

/**
 * What one process has written of an answer, for whoever follows it: each reader is given what came before it and then
 * each piece, at its own speed. Holds the text once, however many read.
 */
export class AnswerLine {
	#text = "";
	/** How often the text was begun anew. */
	#turn = 0;
	#isOver = false;
	#failure: unknown;
	#waiting: (() => void)[] = [];
	readonly #forget: () => void;

	constructor(forget: () => void) {
		this.#forget = forget;
	}

	/** What has been written so far. */
	get text(): string {
		return this.#text;
	}

	write(piece: string): void {
		this.#text += piece;
		this.#wake();
	}

	/** What came so far is void. Nothing happens where nothing came. */
	restart(): void {
		if (this.#text === "") return;
		this.#text = "";
		this.#turn++;
		this.#wake();
	}

	/** The writer is done with it, or failed: then every reader's loop throws `failure`. */
	end(failure?: unknown): void {
		if (this.#isOver) return;
		this.#isOver = true;
		this.#failure = failure;
		this.#forget();
		this.#wake();
	}

	/** Pieces until the line ends or the signal says that nobody reads any more. */
	async *read(signal?: AbortSignal): AsyncGenerator<LinePiece> {
		let turn = this.#turn;
		let told = 0;
		while (!signal?.aborted) {
			if (turn !== this.#turn) {
				[turn, told] = [this.#turn, 0];
				yield null;
			} else if (told < this.#text.length) {
				const piece = this.#text.slice(told);
				told = this.#text.length;
				yield piece;
			} else if (this.#isOver) {
				if (this.#failure !== undefined) throw this.#failure;
				return;
			} else await this.changed(signal);
		}
	}

	/** Resolves at the next piece, at the end, or when the signal comes. */
	changed(signal?: AbortSignal): Promise<void> {
		if (this.#isOver || signal?.aborted) return Promise.resolve();
		return new Promise((resolve) => {
			const wake = () => {
				signal?.removeEventListener("abort", wake);
				resolve();
			};
			signal?.addEventListener("abort", wake, { once: true });
			this.#waiting.push(wake);
		});
	}

	#wake(): void {
		const waiting = this.#waiting;
		this.#waiting = [];
		for (const wake of waiting) wake();
	}
}
