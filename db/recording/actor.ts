export type Role = "owner" | "admin" | "manager" | "user" | "viewer";

/** Who acts. `role` is what the permission table reads; the kinds without one act by the table's other columns. */
export type Actor =
	| { kind: "member"; id: string; name: string; role: Role; userId: string }
	| { kind: "api-key"; id: string; name: string; role: Role; scopes: readonly string[] }
	| { kind: "customer"; id: string | undefined; name: string }
	| { kind: "agent"; id: string; name: string }
	/** `run`: which run of the workflow acts, and how many runs stand above it. */
	| { kind: "workflow"; id: string; name: string; run?: { id: string; depth: number } }
	| { kind: "webhook"; id: string; name: string }
	| { kind: "system"; name: string };

/** Something that happened, in the past tense: `lead.created`. `parent` is a second subject whose timeline shows it. */
export type NewEvent = {
	name: string;
	subject: { type: string; id: string };
	parent?: { type: string; id: string };
	/** Field by field, [before, after]. Never secrets. */
	changes?: Record<string, [unknown, unknown]>;
	data?: Record<string, unknown>;
	/** Who did it, where that is not who asked: the assistant answers within a customer's request. */
	by?: Actor;
	/** The run that it is about: chains of workflows are counted by it where whoever did it is no run. */
	run?: { id: string; depth: number };
	/** Live topics beside the subject's and the parent's own. */
	topics?: string[];
};
