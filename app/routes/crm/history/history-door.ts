import type { LoaderFunctionArgs } from "@remix-run/node";
import { instantsAtWall, wallAt } from "#app/base/time.ts";
import { zoneName } from "#app/base/words/clock-words.ts";
import { readHistory } from "#app/domain/crm/history/record-history.ts";
import { VIEW_PERMISSION } from "#app/domain/crm/records/permissions.ts";
import type { RecordType } from "#app/domain/crm/records/schema.ts";
import { detailsOf } from "#app/domain/events/event-details.ts";
import { sayEvent } from "#app/domain/events/say-event.ts";
import { page } from "#app/doors/page.ts";

export type HistoryShown = Awaited<ReturnType<typeof historyLoader>>;

/** The loader of a record's past: two queries. `at` of the address is an instant, or a time on the reader's clock. */
export function historyLoader(args: LoaderFunctionArgs, type: RecordType) {
	return page(args, VIEW_PERMISSION[type], async (ctx, member) => {
		const zone = member.timeZone;
		const asked = new URL(args.request.url).searchParams.get("at");
		const at = readInstant(asked, zone);
		const id = args.params.id ?? "";
		const { record, version, events, names, isCut } = await readHistory(ctx, { type, id, at: at ?? ctx.now });
		const reader = { names, zone, currency: member.org.currency };
		return {
			record,
			version: at ? version : null,
			names: Object.fromEntries(Object.entries(names).map(([key, { name }]) => [key, name])),
			isCut,
			at: at?.toISOString() ?? null,
			unreadable: asked !== null && asked !== "" && !at,
			local: new Date(wallAt((at ?? ctx.now).getTime(), zone)).toISOString().slice(0, 16),
			zone: zoneName(at ?? ctx.now, zone),
			events: events.map((event) => ({
				id: event.id,
				at: event.at.toISOString(),
				name: event.name,
				sentence: sayEvent(event, reader),
				details: detailsOf(event, reader),
			})),
		};
	});
}

function readInstant(text: string | null, zone: string): Date | undefined {
	if (!text || !/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?Z?)?$/.test(text)) return undefined;
	const plain = text.includes("T") ? text : `${text}T00:00`;
	const instant = Date.parse(plain.endsWith("Z") ? plain : `${plain}Z`);
	if (Number.isNaN(instant)) return undefined;
	return new Date(plain.endsWith("Z") ? instant : (instantsAtWall(instant, zone)[0] ?? instant));
}
