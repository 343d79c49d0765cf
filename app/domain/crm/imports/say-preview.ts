import { sql } from "kysely";
import { isId } from "#app/base/ids.ts";
import type { Detail } from "#app/domain/events/event-details.ts";
import { fieldLabel } from "#app/domain/events/labels.ts";
import { type Reader, sayValue } from "#app/domain/events/say-event.ts";
import { subjectNamesOf } from "#app/domain/events/subject-names.ts";
import type { Ctx } from "#db/context.ts";
import type { CustomField } from "../fields/schema.ts";
import type { Import } from "./import-queries.ts";
import type { PreviewRow } from "./schema.ts";

/** A row of a preview with its changes in words. */
export type SaidRow = Omit<PreviewRow, "changes" | "currency"> & { details: Detail[] };

type Shown = { fields: readonly Pick<CustomField, "id" | "label">[]; zone: string; currency: string };

/** The rows of an import's preview, what they change in the words of a timeline: one query where something has an id. */
export async function sayPreview(ctx: Ctx, { params }: Pick<Import, "params">, shown: Shown): Promise<SaidRow[]> {
	const rows = params.preview?.rows ?? [];
	const ids = new Set(rows.flatMap(({ changes }) => Object.values(changes ?? {}).flat(2)).filter((one) => isId(one)));
	const found = ids.size === 0 ? [] : (await subjectNamesOf(sql`= any(${[...ids]}::uuid[])`).execute(ctx.db)).rows;
	const names = Object.fromEntries(found.map(({ id, type, name }) => [id, { type, name }]));
	return rows.map(({ changes = {}, currency = shown.currency, ...row }) => ({
		...row,
		details: detailsOf(changes, shown.fields, { names, zone: shown.zone, currency }),
	}));
}

function detailsOf(changes: NonNullable<PreviewRow["changes"]>, fields: Shown["fields"], reader: Reader): Detail[] {
	return Object.entries(changes).map(([field, [before, after]]) => {
		const say = (value: unknown) => sayValue(field, value, { data: {}, changes: {} }, reader);
		const own = fields.find(({ id }) => field === `field:${id}`)?.label;
		const label = own ?? fieldLabel(field);
		return field === "tagsAdded" ? { label, value: say(after) } : { label, before: say(before), value: say(after) };
	});
}
