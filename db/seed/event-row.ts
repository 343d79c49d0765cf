import { jsonb } from "#db/client.ts";
import { DEMO_ORG } from "./people.ts";
import { seedId } from "./seed-id.ts";

/** Who is said to have done it: the product's own actors, by the name they had. */
export type DemoActor = { kind: "member" | "customer" | "webhook" | "system"; id?: string; name: string };

export type DemoEvent = {
	at: Date;
	name: string;
	actor: DemoActor;
	subject: { type: string; id: string };
	parent?: { type: string; id: string };
	changes?: Record<string, [unknown, unknown]>;
	data?: Record<string, unknown>;
};

/** An event as its row: what the audit log and the timelines read. Nothing is dispatched: it is history. */
export function eventRow(event: DemoEvent, org = DEMO_ORG) {
	const { actor, subject, parent } = event;
	return {
		org_id: org,
		id: seedId(`event ${event.name} ${subject.id} ${JSON.stringify(event.changes ?? {})}`, event.at),
		at: event.at,
		name: event.name,
		actor_kind: actor.kind,
		actor_id: actor.id ?? null,
		actor_name: actor.name,
		subject_type: subject.type,
		subject_id: subject.id,
		parent_type: parent?.type ?? null,
		parent_id: parent?.id ?? null,
		changes: jsonb(event.changes ?? {}),
		data: jsonb(event.data ?? {}),
		request_id: "demo-data",
	};
}
