import type { FlowNode, GraphIndex } from "./graph.ts";
import { type Loop, loopOf, scopeOf, type Token } from "./token.ts";

/**
 * What happened to a token that was ready, busy or waiting.
 *
 * - `left`: its node is done and is left by a port.
 * - `looped`: its node is a for-each with so many items, `width` of them at a time.
 * - `failed`: its node could not be done. It leaves by `error` where an edge begins there, else the run fails.
 */
export type Happening =
	| { kind: "left"; token: string; port: string }
	| { kind: "looped"; token: string; count: number; width: number }
	| { kind: "failed"; token: string };

/** What a run is after a happening. `tokens` are all that live; `begun` the new ones among them that are to be done. */
export type Advance = {
	tokens: Token[];
	begun: Token[];
	/** Of the tokens there were: those that came together in a join, and those that were called off. */
	absorbed: string[];
	calledOff: string[];
	/** Loops whose last item has ended. */
	looped: string[];
	outcome: "going" | "succeeded" | "failed";
};

/** What the engine needs to know of node types: joins, loops and ends are its own, all others only leave by a port. */
export type FlowKinds = {
	isJoin(node: FlowNode): boolean;
	/** A join that goes on with the first who comes and calls off those who could still come. */
	isRace(node: FlowNode): boolean;
	isLoop(node: FlowNode): boolean;
	/** Ends the whole run, not only its own way. */
	endsAll(node: FlowNode): boolean;
};

/**
 * What runs next (FLOW-3): the whole of the engine's judgement, without clock or database. Given where a run is and
 * what happened to one token, where it is then. Deterministic but for `newId`.
 *
 * - A port with several edges goes several ways at once; one with none ends its way.
 * - A join goes on when nobody else in its scope can still come to it (so a branch that was not taken is not waited
 *   for); when all that is left are joins that wait for each other, the first goes on.
 * - What is reached by `each` of a for-each is done once for each item, in a scope of its own; an item has ended when
 *   nothing lives in its scope, also when its way leads back to the for-each. Then `done` is taken.
 * - A run with no token left has succeeded.
 *
 * Throws for a token that does not live or cannot have had this happen: the caller holds the run's lock.
 */
export function advance(
	graph: GraphIndex,
	kinds: FlowKinds,
	before: readonly Token[],
	happening: Happening,
	newId: () => string,
): Advance {
	const run = new Walk(graph, kinds, before, newId);
	run.take(happening);
	return run.settled();
}

/** The first token of a run, at its trigger. */
export function begin(trigger: string, newId: () => string): Token {
	return { id: newId(), node: trigger, scope: "", state: "ready" };
}

class Walk {
	readonly #graph: GraphIndex;
	readonly #kinds: FlowKinds;
	readonly #newId: () => string;
	readonly #live: Map<string, Token>;
	readonly #before: ReadonlySet<string>;
	readonly #begun = new Set<string>();
	readonly #absorbed: string[] = [];
	readonly #calledOff: string[] = [];
	readonly #looped: string[] = [];
	#failed = false;
	#ended = false;

	constructor(graph: GraphIndex, kinds: FlowKinds, before: readonly Token[], newId: () => string) {
		this.#graph = graph;
		this.#kinds = kinds;
		this.#newId = newId;
		this.#live = new Map(before.map((token) => [token.id, token]));
		this.#before = new Set(this.#live.keys());
	}

	take(happening: Happening): void {
		const token = this.#live.get(happening.token);
		if (!token || token.state === "joining" || token.state === "looping") {
			throw new Error(`nothing can happen to the token ${happening.token}`);
		}
		if (happening.kind === "looped") {
			const { count, width } = happening;
			this.#live.set(token.id, {
				...token,
				state: "looping",
				loop: { count, width: Math.max(1, width), next: 0, active: [] },
			});
			return;
		}
		this.#live.delete(token.id);
		const port = happening.kind === "left" ? happening.port : "error";
		if (happening.kind === "failed" && !this.#graph.hasPort(token.node, "error")) this.#failed = true;
		else if (this.#endsAll(token.node)) this.#ended = true;
		else this.#leave(token, port);
	}

	settled(): Advance {
		if (this.#failed || this.#ended) this.#callOff(() => true);
		else while (this.#turnLoop() || this.#openJoin());
		const tokens = [...this.#live.values()];
		return {
			tokens,
			begun: tokens.filter(({ id }) => this.#begun.has(id)),
			absorbed: this.#absorbed.filter((id) => this.#before.has(id)),
			calledOff: this.#calledOff.filter((id) => this.#before.has(id)),
			looped: this.#looped.filter((id) => this.#before.has(id)),
			outcome: this.#failed ? "failed" : tokens.length > 0 ? "going" : "succeeded",
		};
	}

	#endsAll(node: string): boolean {
		return this.#kinds.endsAll(this.#nodeOf(node));
	}

	#nodeOf(id: string): FlowNode {
		const node = this.#graph.nodes.get(id);
		if (!node) throw new Error(`the graph has no node ${id}`);
		return node;
	}

	#leave({ node, scope }: Token, port: string): void {
		for (const edge of this.#graph.out(node, port)) this.#arrive(edge.to, scope);
	}

	#arrive(node: string, scope: string): void {
		// Back at the loop that it is an item of: this item's way ends here.
		const around = loopOf(scope);
		if (around && this.#live.get(around.loop)?.node === node) return;
		const isJoin = this.#kinds.isJoin(this.#nodeOf(node));
		this.#add({ id: this.#newId(), node, scope, state: isJoin ? "joining" : "ready" });
	}

	#add(token: Token): void {
		this.#live.set(token.id, token);
		if (token.state === "ready") this.#begun.add(token.id);
	}

	/** Ends items that nothing lives in, begins others, and leaves a loop that is through. False: nothing changed. */
	#turnLoop(): boolean {
		for (const token of this.#live.values()) {
			if (token.state !== "looping" || !token.loop) continue;
			const active = token.loop.active.filter((index) => this.#livesIn(scopeOf(token.id, index)));
			const { loop, begun } = moreItems({ ...token.loop, active });
			if (loop.active.length === 0 && loop.next >= loop.count) {
				this.#live.delete(token.id);
				this.#looped.push(token.id);
				this.#leave(token, "done");
				return true;
			}
			if (begun.length === 0 && active.length === token.loop.active.length) continue;
			this.#live.set(token.id, { ...token, loop });
			for (const index of begun) {
				for (const edge of this.#graph.out(token.node, "each")) this.#arrive(edge.to, scopeOf(token.id, index));
			}
			return true;
		}
		return false;
	}

	/** Lets one join go on that nobody else can come to. False: every join waits for somebody, or there is none. */
	#openJoin(): boolean {
		const joining = [...this.#live.values()].filter(({ state }) => state === "joining");
		const open =
			joining.find((token) => this.#isRace(token) || !this.#canStillCome(token)) ?? this.#deadlocked(joining);
		if (!open) return false;
		const isRace = this.#isRace(open);
		const together = joining.filter(({ node, scope }) => node === open.node && scope === open.scope);
		for (const { id } of together) {
			this.#live.delete(id);
			this.#absorbed.push(id);
		}
		if (isRace) this.#callOff((token) => this.#comesTo(token, open));
		const joined = together.map(({ id }) => id);
		this.#add({ id: this.#newId(), node: open.node, scope: open.scope, state: "ready", joined });
		return true;
	}

	#isRace({ node }: Token): boolean {
		return this.#kinds.isRace(this.#nodeOf(node));
	}

	#canStillCome(join: Token): boolean {
		for (const token of this.#live.values()) if (this.#comesTo(token, join)) return true;
		return false;
	}

	/** Whether a living token, or what comes of it, can come to a join in the join's own scope. */
	#comesTo(token: Token, join: Token): boolean {
		const isSame = token.state === "joining" && token.node === join.node && token.scope === join.scope;
		if (isSame || token.id === join.id) return false;
		const inScope = this.#ancestorIn(token, join.scope);
		if (!inScope) return false;
		// A token within a loop comes out of it by `done` alone, as the loop's own token does.
		if (inScope.state === "looping") return this.#graph.reachesBy(inScope.node, "done", join.node);
		return this.#graph.reaches(inScope.node, join.node);
	}

	/** The token itself, or the loop around it, that stands in a scope; undefined when it lives elsewhere. */
	#ancestorIn(token: Token, scope: string): Token | undefined {
		for (let one: Token | undefined = token; one; ) {
			if (one.scope === scope) return one;
			const around = loopOf(one.scope);
			one = around ? this.#live.get(around.loop) : undefined;
		}
		return undefined;
	}

	/** A join in a scope in which nothing moves any more: only joins that wait for each other are left there. */
	#deadlocked(joining: readonly Token[]): Token | undefined {
		return joining.find(({ scope }) =>
			[...this.#live.values()].every((token) => token.state === "joining" || !this.#ancestorIn(token, scope)),
		);
	}

	#livesIn(scope: string): boolean {
		for (const token of this.#live.values()) if (this.#ancestorIn(token, scope)) return true;
		return false;
	}

	/** Whom it calls off is settled before anybody goes: a loop's items are found by the loop. */
	#callOff(isMeant: (token: Token) => boolean): void {
		for (const { id } of [...this.#live.values()].filter(isMeant)) {
			this.#live.delete(id);
			this.#calledOff.push(id);
		}
	}
}

function moreItems(loop: Loop): { loop: Loop; begun: number[] } {
	const room = Math.max(0, Math.min(loop.width - loop.active.length, loop.count - loop.next));
	const begun = Array.from({ length: room }, (_, at) => loop.next + at);
	return { loop: { ...loop, next: loop.next + room, active: [...loop.active, ...begun] }, begun };
}
