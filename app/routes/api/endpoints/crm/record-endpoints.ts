import { z } from "zod";
import { type SearchPlace, searchRecords } from "#app/domain/crm/lists/search-records.ts";
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
import { TagName } from "#app/domain/crm/tags/schema.ts";
import { MOST_TAGS, setTags } from "#app/domain/crm/tags/set-tags.ts";
import { endpoint } from "#app/doors/api/endpoint.ts";
import { instantOut, pageLimit, pageOf, readCursor, writeCursor } from "#app/doors/api/endpoint-schema.ts";

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

const CUSTOM =
	"The organisation's own fields by their key; choices by label or id, numbers as such or as plain text (1234.5), null takes a value away";

const Place = z.tuple([z.string().regex(/^[\d :.+-]{10,40}$/), z.uuid()]) satisfies z.ZodType<RecordPlace>;

const SearchKey = z.object({ id: z.uuid(), value: z.string().max(500).nullable() }) satisfies z.ZodType<SearchPlace>;

/** A cursor of a sorted list holds the value it is sorted by. */
const LongCursor = z.string().max(1_500).optional().describe("`next` of the page before");

const LIST_WORDS =
	"What is in the trash is left out. `q`, `sort` and `filter` are what the list's page has in its address, and the " +
	"organisation's own fields are among them as `field:<key>`. Of words that very many records hold, the newest " +
	"thousand are looked at.";

const LikeThePage = {
	q: z.string().trim().max(200).optional().describe("Words that a record holds"),
	sort: z.string().max(101).optional().describe("`name`, `-updatedAt`, `field:budget`"),
	filter: z
		.string()
		.max(4_000)
		.optional()
		.describe("A condition such as `field:budget.range.10..20` or `field:tier.in.Gold`, or a JSON array of them"),
	tags: z.string().trim().min(1).max(1_000).optional().describe("Names with commas between; one of them is enough"),
};

const Tags = z.array(TagName).max(MOST_TAGS).optional().describe("Names; those that are new are made");

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
			description: LIST_WORDS,
			permission: VIEW_PERMISSION[type],
			input: z.object({ ...filter, ...LikeThePage, limit: pageLimit, cursor: LongCursor }),
			output: pageOf(Output),
			async runText(ctx, { limit, cursor, q, sort, filter: conditions, tags, ...wanted }) {
				const asked = { q, sort, filter: conditions, tags };
				if (Object.values(asked).some(Boolean)) {
					const place = { plain: wanted as never, after: readCursor(SearchKey, cursor), limit: Number(limit) };
					const found = await searchRecords(ctx, type, asked, place);
					return JSON.stringify({ data: found.data, next: writeCursor(found.next) });
				}
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
			input: z.strictObject({ ...fields.shape, ...needed, fields: custom, tags: Tags }),
			output: Output,
			async run(ctx, { tags, ...input }) {
				const { id } = await create(ctx, input as never);
				if (tags) await setTags(ctx, { type, id, tags });
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
				"Fields that are absent stay as they are; `tags` are all that it has afterwards. With `version`, what others changed since is joined; where both " +
				"sides changed one field differently, the answer is 409 with what it is now and the fields in question.",
			permission: EDIT_PERMISSION[type],
			input: z.strictObject({
				id: z.uuid(),
				version: z.int().positive().optional(),
				...fields.shape,
				fields: custom,
				tags: Tags,
			}),
			output: Output,
			conflict: z.object({
				version: z.number().int(),
				clashes: z.array(z.string()),
				by: z.string(),
				current: z.record(z.string(), z.unknown()),
				labels: z
					.record(z.string(), z.string())
					.describe("What the organisation calls its own fields, which stand here as `field:<key>`."),
			}),
			async run(ctx, { tags, ...input }) {
				await update(ctx, input as never);
				if (tags) await setTags(ctx, { type, id: String(input.id), tags });
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
