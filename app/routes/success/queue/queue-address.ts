import type { QueueAsk } from "#app/domain/success/queue/queue-queries.ts";
import { ALL_STAGES, PLAY_TYPES, type PlayStage, type PlayType } from "#app/domain/success/schema.ts";

const ID = /^[0-9a-f-]{36}$/;
const PLACE = /^(.{1,40})~([0-9a-f-]{36})$/;

/** What the queue's address asks for; what it does not know is left out. `of`: a member, or `all`. */
export function readQueueAddress(query: URLSearchParams, me: string): QueueAsk & { of: string } {
	const of = query.get("of") ?? "me";
	const [, key, id] = PLACE.exec(query.get("after") ?? "") ?? [];
	const q = query.get("q")?.replaceAll("\0", "").trim().slice(0, 100) || undefined;
	const place = key && Number.isFinite(query.get("where") === "away" ? Date.parse(key) : Number(key));
	return {
		of: of === "all" || ID.test(of) ? of : "me",
		q,
		memberId: of === "all" ? null : ID.test(of) ? of : me,
		type: PLAY_TYPES.find((type) => type === query.get("type")),
		stage: ALL_STAGES.find((stage) => stage === query.get("stage")),
		where: query.get("where") === "away" ? "away" : "here",
		after: place && id ? { key: key!, id } : undefined,
	};
}

export type QueueLink = {
	of: string;
	type?: PlayType | undefined;
	stage?: PlayStage | undefined;
	where?: "here" | "away" | undefined;
	q?: string | undefined;
	after?: { key: string; id: string } | null | undefined;
};

/** The queue's address for what is asked. */
export function queuePath({ of, type, stage, where, q, after }: QueueLink): string {
	const query = new URLSearchParams({
		...(of === "me" ? {} : { of }),
		...(type ? { type } : {}),
		...(stage ? { stage } : {}),
		...(where === "away" ? { where } : {}),
		...(q ? { q } : {}),
		...(after ? { after: `${after.key}~${after.id}` } : {}),
	}).toString();
	return query ? `/success?${query}` : "/success";
}
