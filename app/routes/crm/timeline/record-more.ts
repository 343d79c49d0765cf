import { openStory } from "#app/domain/crm/insights/insight-queries.ts";
import type { RecordType } from "#app/domain/crm/records/schema.ts";
import { readTimelineKind } from "#app/domain/crm/timeline/schema.ts";
import { can } from "#app/domain/identity/policy.ts";
import type { page } from "#app/doors/page.ts";

type Within = Parameters<typeof page>[2];
type Ctx = Parameters<Within>[0];
type Member = Parameters<Within>[1];

/** What a record's page shows beside the record: its timeline, narrowed by the address, and its insight and score. */
export type RecordMore = Awaited<ReturnType<typeof readRecordMore>>;

/** One query. `url` is the page's address. */
export async function readRecordMore(ctx: Ctx, member: Member, of: { type: RecordType; id: string; url: string }) {
	const { type, id } = of;
	const query = new URL(of.url).searchParams;
	const kind = readTimelineKind(query.get("kind"));
	const before = query.get("before") ?? undefined;
	const question = { type, id, kind, zone: member.timeZone, currency: member.org.currency };
	const story = await openStory(ctx, question, before);
	return {
		...{ ...story, kind, isOlder: before !== undefined },
		canRequest: can(ctx.actor, "insights.request"),
		canExport: type === "contact" && can(ctx.actor, "contacts.export-personal"),
		canErase: type === "contact" && can(ctx.actor, "contacts.erase"),
	};
}
