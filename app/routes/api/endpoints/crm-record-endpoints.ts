import { z } from "zod";
import { customFields } from "#app/domain/crm/records/field-schemas.ts";
import { EDIT_PERMISSION, VIEW_PERMISSION } from "#app/domain/crm/records/permissions.ts";
import {
	getPlainRecord,
	listRecordTexts,
	type RecordPlace,
	readPlainRecord,
} from "#app/domain/crm/records/reads/record-list-queries.ts";
import { RECORD_NOUNS, type RecordType } from "#app/domain/crm/records/schema.ts";
import { trashRecord } from "#app/domain/crm/records/trash-record.ts";
import { endpoint } from "#app/doors/api/endpoint.ts";
import { cursorIn, instantOut, pageLimit, pageOf, readCursor, writeCursor } from "#app/doors/api/endpoint-schema.ts";

type Ctx = Parameters<typeof listRecordTexts>[0];

type Kind = {
	type: RecordType;
	/** The fields as they come; the same for a new record and a change. */
	fields: z.ZodObject;
	/** What a new record must have. */
	needed: z.ZodRawShape;
	/** The fields as they leave. */
	shown: z.ZodRawShape;
	/** What a list may be narrowed by. */
	filter: z.ZodRawShape;
	create: (ctx: Ctx, input: never) => Promise<{ id: string }>;
	update: (ctx: Ctx, input: never) => Promise<unknown>;
};

const CUSTOM = "The organisation's own fields by their key; choices by label or id, null takes a value away";

const Place = z.tuple([z.string().regex(/^[\d :.+-]{10,40}$/), z.uuid()]) satisfies z.ZodType<RecordPlace>;

/** The five endpoints of a kind of record: list, create, show, change, and delete to the trash. */
export function recordEndpoints({ type, fields, needed, shown, filter, create, update }: Kind) {
	const { one, many } = RECORD_NOUNS[type];
	const path = `/api/crm/${many}`;
	const Id = z.object({ id: z.uuid() });
	const custom = customFields.describe(CUSTOM);
	const Output = z.object({
		...{ id: z.uuid(), version: z.number().int(), ...shown },
		fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()])),
		tags: z.array(z.string()),
		...{ createdAt: instantOut, updatedAt: instantOut },
	});
	return {
		list: endpoint({
			method: "GET",
			path,
			summary: `List ${many}, newest first`,
			description: "What is in the trash is left out.",
			permission: VIEW_PERMISSION[type],
			input: z.object({ ...filter, limit: pageLimit, cursor: cursorIn }),
			output: pageOf(Output),
			async runText(ctx, { limit, cursor, ...wanted }) {
				const page = { filter: wanted as never, after: readCursor(Place, cursor), limit: Number(limit) };
				const { data, next } = await listRecordTexts(ctx, type, page);
				return `{"data":[${data.join(",")}],"next":${JSON.stringify(writeCursor(next))}}`;
			},
		}),
		create: endpoint({
			method: "POST",
			path,
			summary: `Create ${article(one)}`,
			permission: EDIT_PERMISSION[type],
			status: 201,
			input: z.strictObject({ ...fields.shape, ...needed, fields: custom }),
			output: Output,
			async run(ctx, input) {
				const { id } = await create(ctx, input as never);
				return readPlainRecord(ctx, type, id);
			},
		}),
		show: endpoint({
			method: "GET",
			path: `${path}/{id}`,
			summary: `Show ${article(one)}`,
			permission: VIEW_PERMISSION[type],
			input: Id,
			output: Output,
			run: (ctx, { id }) => getPlainRecord(ctx, type, id),
		}),
		update: endpoint({
			method: "PUT",
			path: `${path}/{id}`,
			summary: `Change ${article(one)}`,
			description:
				"Fields that are absent stay as they are. With `version`, what others changed since is joined; where both " +
				"sides changed one field differently, the answer is 409 with what it is now and the fields in question.",
			permission: EDIT_PERMISSION[type],
			input: z.strictObject({ id: z.uuid(), version: z.int().positive().optional(), ...fields.shape, fields: custom }),
			output: Output,
			conflict: z.object({
				version: z.number().int(),
				clashes: z.array(z.string()),
				by: z.string(),
				current: z.record(z.string(), z.unknown()),
			}),
			async run(ctx, input) {
				await update(ctx, input as never);
				return readPlainRecord(ctx, type, String(input.id));
			},
		}),
		remove: endpoint({
			method: "DELETE",
			path: `${path}/{id}`,
			summary: `Move ${article(one)} to the trash`,
			description: "It can be restored for 90 days. With `version`, a change by somebody else meanwhile is a 409.",
			permission: EDIT_PERMISSION[type],
			input: Id.extend({ version: z.coerce.number().int().positive().optional() }),
			output: z.object({ id: z.uuid(), deleted: z.literal(true) }),
			async run(ctx, { id, version }) {
				await trashRecord(ctx, { type, id, version });
				return { id, deleted: true };
			},
		}),
	};
}

function article(noun: string): string {
	return `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}
