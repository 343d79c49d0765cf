import type { OrgId } from "#app/base/ids.ts";
import type { NodeRules } from "#app/domain/workflows/rules/check-graph.ts";
import type { ExpressionData } from "#app/domain/workflows/rules/expressions.ts";
import type { FlowNode } from "#app/domain/workflows/rules/graph.ts";
import type { Models } from "#app/providers/ai/port.ts";
import type { Embeddings } from "#app/providers/embeddings/port.ts";
import type { TenantHttp } from "#app/providers/web/port.ts";
import type { Ctx } from "#db/context.ts";

/** Where a type stands in the library. */
export const NODE_GROUPS = ["triggers", "flow", "people", "messages", "records", "ai", "data", "outside"] as const;
export type NodeGroup = (typeof NODE_GROUPS)[number];

/** One setting as a form shows it. `expression` is CEL; a `member` is chosen by name and kept as an id; `text` and `lines` may hold `{{ expression }}`. */
export type SettingField = {
	name: string;
	label: string;
	kind: "text" | "lines" | "expression" | "number" | "choice" | "member" | "switch" | "pairs" | "cases";
	help?: string;
	choices?: readonly { value: string; label: string }[];
	isOptional?: boolean;
	/** Of a choice or a switch as it is shown: what the type's schema makes of nothing (`shownFields`). Of a member: who is meant then. */
	unset?: string | boolean;
	/** Rows of a record's fields, some of which are ids that are chosen by name; or the record itself, of the kind that `record` says. */
	references?: "fields" | "record";
};

/** What the process offers a step that reaches outside. */
export type Outside = {
	org: OrgId;
	models: Models;
	/** One HTTP request to an address that a tenant gave; never to a private network, never in a transaction. */
	http: TenantHttp;
	/** Absent where no embedding model is configured. */
	embeddings?: Embeddings | undefined;
	/** A transaction of the step's own, before or after what it asks outside: to read a budget, to note a cost. */
	within<T>(fn: (ctx: Ctx) => Promise<T>): Promise<T>;
	signal: AbortSignal;
};

/** A step that is being carried out. `settings` are filled and checked against the type's `input`. */
export type Work<Settings = Record<string, unknown>> = {
	settings: Settings;
	node: FlowNode;
	data: ExpressionData;
	run: { id: string; workflow: { id: string; name: string }; subject: { type: string; id: string } | null };
	/** The same for every try of this step: what is outside uses it to do a thing once. */
	key: string;
	stepId: string;
	now: Date;
	timeoutMs: number;
	/** Whether nothing may leave or change: the step says what it would do. */
	isDry: boolean;
};

/** What woke a step that waited. */
export type Woken = { by: "time" | "event" | "person" | "run"; data?: unknown };

export type Wait = {
	for: "time" | "event" | "person" | "run";
	/** The instant that ends the wait by itself. */
	until?: Date;
	/** An event of this name, about this record if given, for which the filter (CEL over `event`) holds. */
	event?: { name: string; subject?: string; filter?: string };
};

/** What begins runs of a workflow with this trigger. A filter is CEL over `event` and `trigger`; empty: all. */
export type Listening =
	| { kind: "manual" }
	| { kind: "event"; event: string; filter: string }
	| { kind: "schedule"; cron: string; timeZone: string }
	| { kind: "webhook"; filter: string };

/** What became of a step. Without anything it is left by `next`. */
export type StepResult = {
	output?: unknown;
	port?: string;
	wait?: Wait;
	/** A for-each begins: its items, so many at a time. */
	loop?: { items: readonly unknown[]; width: number };
	/** What would have happened outside, in words. */
	effect?: string;
};

/** A failure that the step says in words. `isFinal`: another try would end the same way. */
export class StepFailure extends Error {
	readonly isFinal: boolean;
	constructor(message: string, { isFinal = true }: { isFinal?: boolean } = {}) {
		super(message);
		this.isFinal = isFinal;
	}
}

/**
 * A kind of step (FLOW-1). Exactly one of `decide`, `act` and `call` says what it does:
 *
 * - `decide` judges data and touches nothing.
 * - `act` works in the transaction that ends the step: it happens once, whatever crashes.
 * - `call` reaches outside, between two transactions, and may be carried out again with the same key after a crash.
 */
export type NodeType<Settings = never> = NodeRules & {
	type: string;
	group: NodeGroup;
	/** One line for the library. */
	hint: string;
	fields: readonly SettingField[];
	/** Settings that are CEL themselves and not texts with holes, by name. */
	expressions?: readonly string[];
	/** What filled settings must be, where that differs from `settings`. */
	input?: NodeRules["settings"];
	/** How often a failed try is followed by another where the node does not say (default: `call` 3, else 0). */
	retries?: number;
	decide?(work: Work<Settings>): StepResult;
	act?(ctx: Ctx, work: Work<Settings>): Promise<StepResult>;
	call?(outside: Outside, work: Work<Settings>): Promise<StepResult>;
	/** Of a dry run, in place of `act` or `call`: what would happen, and an output of the same shape. */
	preview?(work: Work<Settings>): StepResult;
	/** After a wait; without it the step is left by `next`, or by `late` where time ended a wait for something else. */
	resume?(work: Work<Settings>, woken: Woken): StepResult;
	/** Of a trigger: what it listens to. A type without it is begun by hand alone. */
	listens?(settings: Settings): Listening;
	/** The settings as they may be kept and shown: without the secrets in them. */
	shown?(settings: Settings): unknown;
	/** Outputs of a step on sample data, so that expressions after it can be tried. Empty and absent values in it are open. */
	sample?: unknown;
	/** The same where it depends on the settings, finished or not; undefined: as `sample`. */
	sampleOf?(settings: Readonly<Record<string, unknown>>): unknown;
	/** Of a trigger: what is sure of the shape of what it brings, where its sample says more than that. */
	shape?: unknown;
};

/** Declares a node type; the settings' type comes from its schema. */
export function defineNode<Settings>(
	type: Omit<NodeType<Settings>, "settings" | "input"> & {
		settings: NodeRules["settings"];
		input?: NodeRules["settings"];
	},
): NodeType {
	return type as unknown as NodeType;
}
