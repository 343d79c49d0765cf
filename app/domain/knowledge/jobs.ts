import { z } from "zod";
import { defineJob } from "#db/jobs/job-contract.ts";

const OneVersion = z.object({ orgId: z.uuid(), versionId: z.uuid() });

/** Reads the text of an uploaded file and splits it. Starts over when it is run again. */
export const readDocumentJob = defineJob({
	name: "knowledge.read-document",
	payload: OneVersion,
	retry: { limit: 3, delaySeconds: 5, maxDelaySeconds: 60 },
	expireSeconds: 300,
	concurrency: 1,
	key: ({ versionId }) => versionId,
});

/** Looks whether a document that was read in an earlier way reads otherwise now, and has it read again if so. */
export const rereadDocumentJob = defineJob({
	name: "knowledge.reread-document",
	payload: OneVersion,
	retry: { limit: 2, delaySeconds: 60, maxDelaySeconds: 600 },
	expireSeconds: 300,
	concurrency: 1,
	key: ({ versionId }) => versionId,
});

/** Gives the passages that lack it their vector, by the model that is configured; goes on where it was. */
export const embedDocumentJob = defineJob({
	name: "knowledge.embed-document",
	payload: OneVersion,
	retry: { limit: 8, delaySeconds: 5, maxDelaySeconds: 600 },
	expireSeconds: 300,
	concurrency: 1,
	key: ({ versionId }) => versionId,
});

/** Has a model write the summary that rules wrote so far. */
export const summariseDocumentJob = defineJob({
	name: "knowledge.summarise-document",
	payload: OneVersion,
	retry: { limit: 2, delaySeconds: 30, maxDelaySeconds: 300 },
	expireSeconds: 120,
	concurrency: 1,
	key: ({ versionId }) => versionId,
});

/** Takes the passages of a removed or replaced version out of the search. */
export const forgetVersionJob = defineJob({
	name: "knowledge.forget-version",
	payload: OneVersion,
	retry: { limit: 8, delaySeconds: 2, maxDelaySeconds: 120 },
	expireSeconds: 300,
	concurrency: 1,
	key: ({ versionId }) => versionId,
});

/** Has search follow the documents of a removed collection: to another one, or out of it. */
export const settleCollectionJob = defineJob({
	name: "knowledge.settle-collection",
	payload: z.object({ orgId: z.uuid(), collectionId: z.uuid(), toId: z.uuid().optional() }),
	retry: { limit: 8, delaySeconds: 2, maxDelaySeconds: 120 },
	expireSeconds: 900,
	concurrency: 1,
});

/** Fetches a web page of the knowledge, and has it read where it has changed. */
export const fetchPageJob = defineJob({
	name: "knowledge.fetch-page",
	payload: z.object({ orgId: z.uuid(), documentId: z.uuid() }),
	retry: { limit: 2, delaySeconds: 60, maxDelaySeconds: 600 },
	expireSeconds: 180,
	concurrency: 2,
	key: ({ documentId }) => documentId,
});

/** Has the pages of the knowledge looked at once a night. */
export const sweepPagesJob = defineJob({
	name: "knowledge.sweep-pages",
	payload: z.object({}),
	expireSeconds: 300,
	concurrency: 1,
});

/** Finds documents whose vectors are of another model, and organisations that have grown to an index of their own. */
export const sweepKnowledgeJob = defineJob({
	name: "knowledge.sweep",
	payload: z.object({}),
	expireSeconds: 900,
	concurrency: 1,
});
