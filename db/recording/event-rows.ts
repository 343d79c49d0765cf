import { newId, type OrgId } from "#app/base/ids.ts";
import { jsonb } from "../client.ts";
import type { Actor, NewEvent } from "./actor.ts";

/** Who asks, as far as an event keeps it. */
type Asked = {
	org: OrgId;
	actor: Actor;
	requestId: string;
	ip?: string | undefined;
	userAgent?: string | undefined;
};

/** The row of an event, with an id of its own. */
export function eventRow(scope: Asked, now: Date, event: NewEvent) {
	const actor = event.by ?? scope.actor;
	return {
		org_id: scope.org,
		id: newId(),
		at: now,
		name: event.name,
		actor_kind: actor.kind,
		actor_id: "id" in actor ? (actor.id ?? null) : null,
		actor_name: actor.name,
		subject_type: event.subject.type,
		subject_id: event.subject.id,
		parent_type: event.parent?.type ?? null,
		parent_id: event.parent?.id ?? null,
		changes: jsonb(event.changes ?? {}),
		data: jsonb(event.data ?? {}),
		ip: scope.ip ?? null,
		user_agent: scope.userAgent?.slice(0, 400) ?? null,
		request_id: scope.requestId,
	};
}

/** The topic of whatever was recorded: the audit log shows all of it. */
export const ANY_EVENT = "events";

/** The live topics that an event moves. */
export function topicsOf(event: NewEvent): string[] {
	const subjects = [event.subject, ...(event.parent ? [event.parent] : [])];
	return [...subjects.flatMap(({ type, id }) => [`${type}s`, `${type}:${id}`]), ...(event.topics ?? [])];
}
