import { z } from "zod";
import { invalid } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { addDocument } from "#app/domain/knowledge/documents/add-document.ts";
import { getDocument, listDocuments } from "#app/domain/knowledge/documents/document-queries.ts";
import { removeDocument } from "#app/domain/knowledge/documents/remove-document.ts";
import { DOCUMENT_BYTES, DOCUMENT_STATES, DOCUMENTS_AT_ONCE, FILE_KINDS } from "#app/domain/knowledge/schema.ts";
import { endpoint } from "#app/doors/api/endpoint.ts";
import { cursorIn, instantOut, readCursor, writeCursor } from "#app/doors/api/endpoint-schema.ts";
import { digestUpload, readUpload } from "#app/doors/files/upload.ts";
import { searchForEndpoint, stepOf } from "#app/doors/knowledge.ts";

const Named = z.object({ id: z.uuid(), name: z.string() });
const inUse = z
	.number()
	.nullable()
	.describe("The number of the version that is searched, also while the newest could not be read; null: none is yet");
const Line = z.object({
	id: z.uuid(),
	title: z.string(),
	state: z.enum(DOCUMENT_STATES),
	reason: z.string().nullable(),
	collection: Named,
	kind: z.enum(FILE_KINDS),
	pages: z.number().nullable(),
	passages: z.number(),
	embedded: z.number(),
	size: z.number(),
	inUse,
	updatedAt: instantOut,
});

export const listKnowledge = endpoint({
	method: "GET",
	path: "/api/knowledge",
	summary: "List documents",
	description: "Documents of the collections that may be read, with how far each is; newest first.",
	permission: "knowledge.view",
	input: z.object({
		collectionId: z.uuid().optional(),
		state: z.enum(DOCUMENT_STATES).optional(),
		cursor: cursorIn,
	}),
	output: z.object({ data: z.array(Line), next: z.string().nullable() }),
	async run(ctx, { cursor, ...filter }) {
		const { data, next } = await listDocuments(ctx, { ...filter, before: readCursor(z.uuid(), cursor) });
		return { data, next: writeCursor(next) };
	},
});

export const getKnowledge = endpoint({
	method: "GET",
	path: "/api/knowledge/{id}",
	summary: "Read a document",
	permission: "knowledge.view",
	input: z.object({ id: z.uuid() }),
	output: z.object({
		id: z.uuid(),
		title: z.string(),
		state: z.enum(DOCUMENT_STATES),
		reason: z.string().nullable(),
		collection: Named,
		isDeleted: z.boolean(),
		inUse,
		updatedAt: instantOut,
		versions: z.array(
			z.object({
				number: z.number(),
				name: z.string(),
				kind: z.enum(FILE_KINDS),
				state: z.enum(DOCUMENT_STATES),
				reason: z.string().nullable(),
				size: z.number(),
				pages: z.number().nullable(),
				passages: z.number(),
				embedded: z.number(),
				summary: z.string(),
				summarySource: z.enum(["rules", "model"]),
				createdAt: instantOut,
			}),
		),
	}),
	run: (ctx, { id }) => getDocument(ctx, id),
});

export const deleteKnowledge = endpoint({
	method: "DELETE",
	path: "/api/knowledge/{id}",
	summary: "Remove a document",
	description: "It is found no more; a member can bring it back.",
	permission: "knowledge.edit",
	also: ["knowledge.view"],
	input: z.object({ id: z.uuid() }),
	output: z.object({ id: z.uuid(), deleted: z.literal(true) }),
	run: async (ctx, { id }) => {
		await removeDocument(ctx, id);
		return { id, deleted: true };
	},
});

export const searchKnowledgeEndpoint = endpoint({
	method: "POST",
	path: "/api/knowledge/search",
	summary: "Search the knowledge",
	description:
		"Passages by words and by vectors together, best first, of the collections that may be read. `marks` are the places in the excerpt, [from, to), that hold words of the question.",
	permission: "knowledge.view",
	input: z.object({
		q: z.string().trim().min(1).max(1_000),
		limit: z.int().min(1).max(50).default(10),
		collectionId: z.uuid().optional(),
		documentId: z.uuid().optional(),
	}),
	output: z.object({
		passages: z.array(
			z.object({
				id: z.uuid(),
				documentId: z.uuid(),
				title: z.string(),
				collection: z.string(),
				page: z.number().nullable(),
				heading: z.string(),
				excerpt: z.string(),
				marks: z.array(z.array(z.number())),
				score: z.number(),
			}),
		),
	}),
	runOutside: (scope, input, { signal }) => searchForEndpoint(scope, input, signal),
});

const UPLOAD_LIMITS = { files: DOCUMENTS_AT_ONCE, fileBytes: DOCUMENT_BYTES };

export const uploadKnowledge = endpoint({
	method: "POST",
	path: "/api/knowledge/upload",
	summary: "Upload documents",
	description:
		"A form of files, up to 50 of 25 MB each; `collectionId` or `replaces` stands before them. They are read in the background: follow `state`. A file (`file`, its name) that is there already is told (`isSame`, with the document that has it) and not kept twice.",
	permission: "knowledge.edit",
	also: ["knowledge.view"],
	input: z.object({
		collectionId: z.uuid().optional(),
		replaces: z.uuid().optional(),
		files: z.array(z.string()).describe("The files themselves"),
	}),
	output: z.object({
		documents: z.array(z.object({ id: z.uuid(), title: z.string(), isSame: z.boolean(), file: z.string() })),
	}),
	status: 201,
	digest: (request) => digestUpload(request, UPLOAD_LIMITS),
	async runUpload(scope, request) {
		const { kept, digest } = await readUpload(request, UPLOAD_LIMITS, (file, fields) =>
			addDocument(stepOf(scope), file, {
				collectionId: idIn(fields, "collectionId"),
				replaces: idIn(fields, "replaces"),
			}),
		);
		if (kept.length === 0) throw invalid("The form holds no file.");
		return { value: { documents: kept }, digest };
	},
});

function idIn(fields: FormData, name: string): string | undefined {
	const value = fields.get(name)?.toString();
	if (value && !isId(value)) throw invalid("Some fields cannot be accepted.", { [name]: ["This is no id"] });
	return value || undefined;
}
