import { z } from "zod";
import { addNote as add } from "#app/domain/crm/notes/add-note.ts";
import { getRecord } from "#app/domain/crm/records/record-queries.ts";
import { RECORD_NOUNS, RECORD_TYPES } from "#app/domain/crm/records/schema.ts";
import type { ChangeTool } from "./tool.ts";

const Input = z.object({ type: z.enum(RECORD_TYPES), id: z.uuid(), body: z.string().trim().min(1).max(4_000) });

export const addNote: ChangeTool<z.output<typeof Input>> = {
	name: "add_note",
	purpose: "Write a note on a contact, account, deal or project.",
	permission: "notes.edit",
	input: Input,
	words: async (ctx, { type, id, body }) => `Write a note on ${(await getRecord(ctx, type, id)).name}: “${body}”`,
	async carryOut(ctx, { type, id, body }) {
		await add(ctx, { type, id, kind: "note", body });
		return { message: "The note is written.", href: `/${RECORD_NOUNS[type].many}/${id}` };
	},
};
