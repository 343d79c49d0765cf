import type { LoaderFunctionArgs } from "@remix-run/node";
import { instantsAtWall, wallAt } from "#app/base/time.ts";
import { zoneName } from "#app/base/words/clock-words.ts";
import { type Past, readHistory } from "#app/domain/crm/history/record-history.ts";
import { readWorkHistory, type WorkType } from "#app/domain/crm/history/work-history.ts";
import { VIEW_PERMISSION } from "#app/domain/crm/records/permissions.ts";
import type { RecordType } from "#app/domain/crm/records/schema.ts";
import { detailsOf } from "#app/domain/events/event-details.ts";
import { sayEvent } from "#app/domain/events/say-event.ts";
import { page } from "#app/doors/page.ts";
import { workWords } from "./work-words.ts";

export type HistoryShown = Awaited<ReturnType<typeof historyLoader>>;

/** The loader of a record's past: two queries. `at` of the address is an instant, or a time on the reader's clock. */
export function historyLoader(args: LoaderFunctionArgs, type: RecordType) {
	return page(args, VIEW_PERMISSION[type], async (ctx, member) => {
		const asked = askedOf(args, ctx, member);
		const { record, version, ...told } = await readHistory(ctx, { type, id: asked.id, at: asked.instant });
		return {
			...frameOf(asked, told, member),
			record,
			version: asked.at ? version : null,
			names: namesOf(told.names),
		};
	});
}

export type WorkShown = Awaited<ReturnType<typeof workHistoryLoader>>;

/** The loader of a task's or a note's past, as `historyLoader`. */
export function workHistoryLoader(args: LoaderFunctionArgs, type: WorkType) {
	return page(args, type === "task" ? "tasks.view" : "contacts.view", async (ctx, member) => {
		const asked = askedOf(args, ctx, member);
		const { version, names, values, ...told } = await readWorkHistory(ctx, { type, id: asked.id, at: asked.instant });
		const { id, name, subject, createdAt } = told;
		const words = { names, zone: member.timeZone };
		const past = asked.at && version ? { ...version, values: workWords(version.values, words) } : null;
		return {
			...frameOf(asked, { ...told, names }, member),
			work: { id, type, name, subject, createdAt, values: workWords(values, words) },
			version: past,
		};
	});
}

type Within = Parameters<typeof page>[2];
type Ctx = Parameters<Within>[0];
type Member = Parameters<Within>[1];

function askedOf(args: LoaderFunctionArgs, ctx: Ctx, { timeZone: zone }: Member) {
	const asked = new URL(args.request.url).searchParams.get("at");
	const at = readInstant(asked, zone);
	const instant = at ?? ctx.now;
	return { id: args.params.id ?? "", at, instant, zone, unreadable: asked !== null && asked !== "" && !at };
}

/** What every page of a past shows: the instant that is asked for, and the changes in words. */
function frameOf(
	{ at, instant, zone, unreadable }: ReturnType<typeof askedOf>,
	{ events, names, isCut }: Pick<Past, "events" | "names" | "isCut">,
	member: Member,
) {
	const reader = { names, zone, currency: member.org.currency };
	return {
		isCut,
		at: at?.toISOString() ?? null,
		unreadable,
		local: new Date(wallAt(instant.getTime(), zone)).toISOString().slice(0, 16),
		zone: zoneName(instant, zone),
		events: events.map((event) => ({
			id: event.id,
			at: event.at.toISOString(),
			name: event.name,
			sentence: sayEvent(event, reader),
			details: detailsOf(event, reader),
		})),
	};
}

const namesOf = (names: Past["names"]) =>
	Object.fromEntries(Object.entries(names).map(([key, { name }]) => [key, name]));

function readInstant(text: string | null, zone: string): Date | undefined {
	if (!text || !/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?Z?)?$/.test(text)) return undefined;
	const plain = text.includes("T") ? text : `${text}T00:00`;
	const instant = Date.parse(plain.endsWith("Z") ? plain : `${plain}Z`);
	if (Number.isNaN(instant)) return undefined;
	return new Date(plain.endsWith("Z") ? instant : (instantsAtWall(instant, zone)[0] ?? instant));
}
