import { z } from "zod";
import { AppError, invalid } from "#app/base/errors.ts";
import { ContractAnalysis } from "#app/domain/artifacts/contract/content.ts";
import { CONTRACT_STATES, getContract } from "#app/domain/artifacts/contract/reading/contract-queries.ts";
import { CONTRACT_BYTES, uploadContract } from "#app/domain/artifacts/contract/reading/upload-contract.ts";
import { Recommendations } from "#app/domain/artifacts/rules/recommendations.ts";
import { endpoint } from "#app/doors/api/endpoint.ts";
import { instantOut } from "#app/doors/api/endpoint-schema.ts";
import { digestUpload, readUpload } from "#app/doors/files/upload.ts";
import { stepOf } from "#app/doors/knowledge.ts";
import { recommendWhole } from "#app/doors/recommendations.ts";

const path = "/api/workflows/contracts";
const LIMITS = { files: 1, fileBytes: CONTRACT_BYTES };
const text = z.string().nullable();
/** Where it is made, if in a play. */
const MADE_IN = {
	...{ playId: z.uuid().optional(), workflowExecutionId: z.uuid().optional() },
	stepId: z.string().min(1).max(200).optional().describe("A step of the run, by its id or its node"),
};

/** A form of one file, with its account before it. */
const uploadAt = (path: string) =>
	endpoint({
		method: "POST",
		path,
		summary: "Upload a contract and have it read",
		description:
			"A form (multipart/form-data) with `accountId` before the file, a PDF or a Word document of 25 MB at most; `playId`, or " +
			"`workflowExecutionId` and `stepId`, before it too where it belongs to a play's step. It is read in " +
			"the background: follow `state` at `GET /api/workflows/contracts/{id}`. The same file for the same account is told " +
			"(`isSame`) and not kept twice; one that could not be read is tried again.",
		permission: "success.work",
		also: ["accounts.view"],
		input: z.object({ accountId: z.uuid(), ...MADE_IN, file: z.string().describe("The file itself") }),
		output: z.object({ id: z.uuid(), artifactId: z.uuid(), title: z.string(), isSame: z.boolean() }),
		status: 201,
		digest: (request) => digestUpload(request, LIMITS),
		async runUpload(scope, request) {
			const { kept, digest } = await readUpload(request, LIMITS, (file, fields) =>
				uploadContract(stepOf(scope), file, placeIn(fields)),
			);
			const [value] = kept;
			if (!value) throw invalid("The form holds no file.");
			return { value, digest };
		},
	});

/** Contracts that are uploaded and read, and what to do next for an account (SUCCESS-7). */
export const contractEndpoints = {
	upload: uploadAt(`${path}/upload`),
	/** As other lists take what is new. */
	create: uploadAt(path),
	show: endpoint({
		method: "GET",
		path: `${path}/{id}`,
		summary: "Show an uploaded contract: how far it is, and the terms found",
		description:
			"`state` is waiting, reading, done or failed (`reason` says why). Each finding names its page and quotes the words it " +
			"stands on; corrections by a member are in it. `isContract` false: it does not read like a contract, and nothing was made up.",
		permission: "success.view",
		also: ["accounts.view"],
		input: z.object({ id: z.uuid() }),
		output: z.object({
			...{ id: z.uuid(), accountId: z.uuid(), account: z.string(), artifactId: z.uuid(), title: z.string() },
			...{ name: z.string(), size: z.number(), state: z.enum(CONTRACT_STATES), reason: text },
			...{ kind: text, pages: z.number().nullable(), createdBy: z.string(), createdAt: instantOut },
			analysis: ContractAnalysis.nullable(),
			strangers: z
				.array(z.string())
				.describe("The parties, where none of them looks like the account: perhaps it is another customer's file"),
		}),
		run: (ctx, { id }) => getContract(ctx, id),
	}),
	recommend: endpoint({
		method: "POST",
		path: "/api/workflows/recommendations",
		summary: "Suggest what to do next for an account",
		description:
			"From what is known of the account, by a model or by rules (`by`, and `note` says why). Saved as an artifact, or as the next " +
			"version of `artifactId`; each line can become a task there. A new one belongs to the play's step that is named.",
		permission: "success.work",
		also: ["accounts.view"],
		status: 201,
		input: z.strictObject({ accountId: z.uuid(), artifactId: z.uuid().optional(), ...MADE_IN }),
		output: Recommendations.extend({ artifactId: z.uuid(), version: z.number().int() }),
		runOutside: (scope, { workflowExecutionId, ...input }, { signal }) =>
			recommendWhole(scope, { ...input, runId: workflowExecutionId }, signal),
	}),
};

const Place = z.object({ accountId: z.uuid(), ...MADE_IN });

function placeIn(fields: FormData) {
	const given = [...fields].filter(([, value]) => value !== "");
	const { data, error } = Place.safeParse(Object.fromEntries(given));
	if (data)
		return { accountId: data.accountId, playId: data.playId, runId: data.workflowExecutionId, stepId: data.stepId };
	if (error.issues.some(({ path: [field] }) => field === "accountId"))
		throw new AppError(
			422,
			"invalid",
			"Put the field accountId before the file: the account that the contract is with.",
		);
	throw invalid("Name the play, the execution and the step by their ids, or leave them out.");
}
