/**
 * A place where a run is now: a node, within a scope. A run has as many as it goes ways at once; one that has none left
 * has ended.
 *
 * - `ready`: its node is to be carried out. `busy`: it is being carried out.
 * - `waiting`: for an instant, an event or a person. It costs nothing.
 * - `joining`: has come to a join and waits for the others.
 * - `looping`: a for-each whose items are on their way.
 */
export type TokenState = "ready" | "busy" | "waiting" | "joining" | "looping";

export type Token = {
	id: string;
	node: string;
	/** "" outside loops; inside, the loop's token and the number of the item: `<token>:<index>`. */
	scope: string;
	state: TokenState;
	/** Of a `looping` token. */
	loop?: Loop;
	/** Of a token at a join that may go on: the tokens that came together. */
	joined?: readonly string[];
};

/** How far a for-each is: of `count` items those from `next` on have not begun; `active` are on their way. */
export type Loop = { count: number; width: number; next: number; active: readonly number[] };

/** The scope of one item of a loop. */
export const scopeOf = (loop: string, index: number): string => `${loop}:${index}`;

/** The loop that a scope belongs to and the number of its item; undefined outside loops. */
export function loopOf(scope: string): { loop: string; index: number } | undefined {
	const at = scope.lastIndexOf(":");
	return at < 0 ? undefined : { loop: scope.slice(0, at), index: Number(scope.slice(at + 1)) };
}
