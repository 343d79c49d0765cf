import { embedDocument, leaveWithoutVectors } from "#app/domain/knowledge/indexing/embed-document.ts";
import { embedderOf } from "#app/domain/knowledge/indexing/embedder.ts";
import { forgetVersion } from "#app/domain/knowledge/indexing/forget-version.ts";
import { indexLargeOrganisations } from "#app/domain/knowledge/indexing/index-large-organisations.ts";
import { readDocument } from "#app/domain/knowledge/indexing/read-document.ts";
import { rereadDocument, sweepReadings } from "#app/domain/knowledge/indexing/reread-document.ts";
import { settleCollection } from "#app/domain/knowledge/indexing/settle-collection.ts";
import { summariseDocument } from "#app/domain/knowledge/indexing/summarise-document.ts";
import { sweepEmbeddings } from "#app/domain/knowledge/indexing/sweep-embeddings.ts";
import {
	embedDocumentJob,
	fetchPageJob,
	forgetVersionJob,
	readDocumentJob,
	rereadDocumentJob,
	settleCollectionJob,
	summariseDocumentJob,
	sweepKnowledgeJob,
	sweepPagesJob,
} from "#app/domain/knowledge/jobs.ts";
import { fetchPage } from "#app/domain/knowledge/pages/fetch-page.ts";
import { sweepPages } from "#app/domain/knowledge/pages/sweep-pages.ts";
import { EmbeddingError } from "#app/providers/embeddings/port.ts";
import { providers } from "#app/providers/open.ts";
import { house } from "#db/context.ts";
import { PermanentFailure } from "#db/queue.ts";
import { handles } from "#jobs/handles.ts";
import { stepsOf } from "../crm/steps-of.ts";

const NAME = "Knowledge";

const readDocumentHandler = handles(readDocumentJob, async ({ orgId, versionId }, run) => {
	await readDocument(stepsOf(orgId, NAME, run), versionId, run.signal);
	house().live.publish({ org: orgId, topics: ["documents"] });
});

const rereadDocumentHandler = handles(rereadDocumentJob, async ({ orgId, versionId }, run) => {
	await rereadDocument(stepsOf(orgId, NAME, run), versionId, run.signal);
});

const embedDocumentHandler = handles(embedDocumentJob, async ({ orgId, versionId }, run) => {
	const { embeddings, models } = providers();
	const told = () => house().live.publish({ org: orgId, topics: ["documents"] });
	const options = {
		embeddings: embedderOf(embeddings),
		hasModel: models.has("document-summary"),
		signal: run.signal,
		told,
	};
	const step = stepsOf(orgId, NAME, run);
	await embedDocument(step, versionId, options).catch(async (error: unknown) => {
		if (!(error instanceof EmbeddingError)) throw error;
		if (error.isPermanent) {
			// The first time somebody has to hear of it; the tries of the sweep that follow end quietly.
			if (await leaveWithoutVectors(step, versionId, error.message))
				throw new PermanentFailure(error.message, { cause: error });
		} else {
			if (error.retryAfterMs === null) throw error;
			const after = new Date(Date.now() + error.retryAfterMs);
			await step((ctx) => ctx.enqueue(embedDocumentJob, { orgId, versionId }, { after }));
		}
	});
	told();
});

const summariseDocumentHandler = handles(summariseDocumentJob, async ({ orgId, versionId }, run) => {
	await summariseDocument(stepsOf(orgId, NAME, run), versionId, providers().models, run.signal);
	house().live.publish({ org: orgId, topics: ["documents"] });
});

const forgetVersionHandler = handles(forgetVersionJob, async ({ orgId, versionId }, run) => {
	await forgetVersion(stepsOf(orgId, NAME, run), versionId, run.signal);
});

const settleCollectionHandler = handles(settleCollectionJob, async ({ orgId, ...what }, run) => {
	await settleCollection(stepsOf(orgId, NAME, run), what, run.signal);
	house().live.publish({ org: orgId, topics: ["documents"] });
});

const sweepKnowledgeHandler = handles(sweepKnowledgeJob, async () => {
	await sweepEmbeddings(embedderOf(providers().embeddings).model);
	await sweepReadings();
	await indexLargeOrganisations();
});

const fetchPageHandler = handles(fetchPageJob, async ({ orgId, documentId }, run) => {
	await fetchPage(stepsOf(orgId, NAME, run), documentId, providers().pages, run.signal);
	house().live.publish({ org: orgId, topics: ["documents"] });
});

const sweepPagesHandler = handles(sweepPagesJob, async () => {
	await sweepPages();
});

/** The jobs of this area and who does them. */
export const knowledgeHandlers: ReturnType<typeof handles>[] = [
	readDocumentHandler,
	rereadDocumentHandler,
	embedDocumentHandler,
	summariseDocumentHandler,
	forgetVersionHandler,
	settleCollectionHandler,
	sweepKnowledgeHandler,
	fetchPageHandler,
	sweepPagesHandler,
];
