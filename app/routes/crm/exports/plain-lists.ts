import { isId } from "#app/base/ids.ts";
import { dateAt } from "#app/base/time.ts";
import { listConversations } from "#app/domain/assistant/conversations/conversation-queries.ts";
import { fileCell } from "#app/domain/crm/exports/export-cells.ts";
import { shownColumns } from "#app/domain/crm/lists/shown-columns.ts";
import { TASK_PRIORITY_LABELS, TASK_STATE_LABELS, TaskFilter } from "#app/domain/crm/tasks/schema.ts";
import { listTasks } from "#app/domain/crm/tasks/task-list-queries.ts";
import { listDocuments } from "#app/domain/knowledge/documents/document-queries.ts";
import { STATE_LABELS as DOCUMENT_STATES, KIND_LABELS } from "#app/domain/knowledge/schema.ts";
import { CUSTOMER, LEAD_COLUMNS } from "#app/domain/leads/lists/lead-columns.ts";
import { readLeadQuery } from "#app/domain/leads/lists/lead-query.ts";
import { exportLeads } from "#app/domain/leads/lists/lead-table-queries.ts";
import { listOutbox, stateFrom } from "#app/domain/messaging/message-queries.ts";
import { CHANNEL_LABELS, OUTBOX_CHANNELS, PURPOSE_LABELS, STATE_LABELS } from "#app/domain/messaging/schema.ts";
import type { ExportSource, FileValue } from "./export-source.ts";

type Ctx = Parameters<typeof listTasks>[0];
type Reader = { zone: string; me: string };
type Column<Row> = readonly [id: string, label: string, value: (row: Row) => FileValue];

/**
 * The lists that are no records', as their pages read them, page by page: what one may not see there is not in the file
 * either, since each query asks for its own permission.
 */
export const PLAIN_LISTS = {
	tasks(address: URLSearchParams, { zone, me }: Reader) {
		const filter = TaskFilter.parse(Object.fromEntries([...address].filter(([, value]) => value !== "")));
		return sourceOf("tasks", { ...filter }, TASKS, (ctx, after) =>
			listTasks(ctx, filter, { today: dateAt(ctx.now.getTime(), zone), me, after, limit: 500 }),
		);
	},
	leads(address: URLSearchParams): ExportSource {
		const query = readLeadQuery(address);
		const shown = address.get("all") === "1" ? LEAD_COLUMNS : shownColumns(LEAD_COLUMNS, query);
		const ids = address.get("ids")?.slice(0, 40_000).split(",").filter(isId);
		return {
			name: "leads",
			columns: [{ id: "id", label: "Id" }, CUSTOMER, { id: "note", label: "Wants" }, ...shown],
			asked: { ...query.filter, ...(ids ? { selected: ids.length } : {}) },
			async chunk(ctx, before) {
				const { data, next } = await exportLeads(ctx, { filter: query.filter, ids, shown }, before);
				const rows = data.map(([id, name, note, ...cells]) => [
					...[id, name, note],
					...shown.map((column, at) => fileCell(column, cells[at] ?? null)),
				]);
				return { rows, next };
			},
		};
	},
	outbox(address: URLSearchParams) {
		const state = stateFrom(address.get("state"));
		const channel = OUTBOX_CHANNELS.find((one) => one === address.get("channel"));
		return sourceOf("outbox", { state, channel }, OUTBOX, (ctx, after) =>
			listOutbox(ctx, { state, channel, after, limit: 500 }),
		);
	},
	conversations(address: URLSearchParams) {
		const show = (["waiting", "assistant", "member"] as const).find((one) => one === address.get("show"));
		return sourceOf("conversations", { show }, CONVERSATIONS, (ctx, cursor) =>
			listConversations(ctx, { show, cursor }),
		);
	},
	documents(address: URLSearchParams) {
		const collectionId = address.get("collection") || undefined;
		return sourceOf("documents", { collectionId }, DOCUMENTS, (ctx, before) =>
			listDocuments(ctx, { collectionId, before }),
		);
	},
};

function sourceOf<Row>(
	name: string,
	asked: Record<string, unknown>,
	columns: readonly Column<Row>[],
	read: (ctx: Ctx, after: string | undefined) => Promise<{ data: readonly Row[]; next: string | null }>,
): ExportSource {
	return {
		name,
		asked,
		columns: columns.map(([id, label]) => ({ id, label })),
		async chunk(ctx, after) {
			const { data, next } = await read(ctx, after);
			return { rows: data.map((row) => columns.map(([, , value]) => value(row))), next };
		},
	};
}

type RowOf<List extends (...args: never[]) => Promise<{ data: readonly unknown[] }>> = Awaited<
	ReturnType<List>
>["data"][number];

const TASKS: readonly Column<RowOf<typeof listTasks>>[] = [
	["id", "Id", ({ id }) => id],
	["title", "Title", ({ title }) => title],
	["state", "State", ({ state }) => TASK_STATE_LABELS[state]],
	["priority", "Priority", ({ priority }) => TASK_PRIORITY_LABELS[priority]],
	["assignedTo", "Assigned to", ({ assignee }) => assignee],
	["dueDate", "Due", ({ dueOn }) => dueOn],
	["aboutType", "About", ({ subject }) => subject?.type ?? null],
	["aboutId", "About (id)", ({ subject }) => subject?.id ?? null],
	["createdAt", "Made", ({ createdAt }) => createdAt],
	["completedAt", "Closed", ({ completedAt }) => completedAt],
];

const OUTBOX: readonly Column<RowOf<typeof listOutbox>>[] = [
	["id", "Id", ({ id }) => id],
	["summary", "Message", ({ summary }) => summary],
	["state", "State", ({ state }) => STATE_LABELS[state]],
	["reason", "Reason", ({ reason }) => reason],
	["channel", "Channel", ({ channel }) => CHANNEL_LABELS[channel] ?? channel],
	["purpose", "Purpose", ({ purpose }) => PURPOSE_LABELS[purpose] ?? purpose],
	["contact", "To", ({ contact }) => contact],
	["address", "Address", ({ to }) => to],
	["plannedAt", "Planned for", ({ plannedAt }) => plannedAt],
	["stateAt", "Since", ({ stateAt }) => stateAt],
];

const CONVERSATIONS: readonly Column<RowOf<typeof listConversations>>[] = [
	["id", "Id", ({ id }) => id],
	["customer", "Customer", ({ name }) => name],
	["subject", "Subject", ({ subject }) => subject],
	["answeredBy", "Answered by", ({ mode, memberName }) => (mode === "assistant" ? "The assistant" : memberName)],
	["location", "Location", ({ locationName }) => locationName],
	["lastText", "Last message", ({ lastText }) => lastText],
	["lastChannel", "Channel", ({ lastChannel }) => CHANNEL_LABELS[lastChannel] ?? lastChannel],
	["lastMessageAt", "At", ({ lastMessageAt }) => lastMessageAt],
	["wantsPerson", "Wants a person", ({ wantsPerson }) => wantsPerson],
];

const DOCUMENTS: readonly Column<RowOf<typeof listDocuments>>[] = [
	["id", "Id", ({ id }) => id],
	["title", "Title", ({ title }) => title],
	["collection", "Collection", ({ collection }) => collection.name],
	["kind", "Kind", ({ kind }) => KIND_LABELS[kind]],
	["state", "State", ({ state }) => DOCUMENT_STATES[state]],
	["reason", "Reason", ({ reason }) => reason],
	["pages", "Pages", ({ pages }) => pages],
	["passages", "Passages", ({ passages }) => passages],
	["size", "Size in bytes", ({ size }) => size],
	["updatedAt", "Changed", ({ updatedAt }) => updatedAt.toISOString()],
];
