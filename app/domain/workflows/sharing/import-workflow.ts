import { invalid, tooLarge } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { storable } from "#app/domain/integrations/storable.ts";
import type { GraphProblem } from "#app/domain/workflows/rules/check-graph.ts";
import type { Ctx } from "#db/context.ts";
import { createWorkflow } from "../definitions/create-workflow.ts";
import { allProblems } from "../definitions/publish-workflow.ts";
import { FORMAT, FORMAT_VERSION, MOST_FILE_BYTES, WorkflowFile } from "./schema.ts";

/**
 * Takes a workflow's file in as a new workflow with a draft (FLOW-1); steps keep their ids. What keeps it from being
 * published, such as a type that does not exist here, is answered as the draft's problems. 413 for more than 1 MB; 422 in
 * words for what is no such file.
 */
export async function importWorkflow(ctx: Ctx, text: string): Promise<{ id: string; problems: GraphProblem[] }> {
	authorize(ctx, "workflows.edit");
	if (Buffer.byteLength(text) > MOST_FILE_BYTES) throw tooLarge("1 MB");
	const { name, description, graph } = readFile(text);
	const { id } = await createWorkflow(ctx, { name, description, graph });
	return { id, problems: await allProblems(ctx, graph) };
}

function readFile(text: string): WorkflowFile {
	const json = parsed(text);
	const { format, version } = (json ?? {}) as { format?: unknown; version?: unknown };
	if (format !== FORMAT) throw refused("This is no workflow's file. Export one to see what it looks like.");
	if (version !== FORMAT_VERSION) {
		throw refused(`The file is of version ${String(version)}, and version ${FORMAT_VERSION} can be read here.`);
	}
	const file = WorkflowFile.safeParse(storable(json));
	if (file.success) return file.data;
	const said = file.error.issues.slice(0, 5).map(({ path, message }) => `${path.join(".") || "the file"}: ${message}`);
	throw refused(`The file cannot be taken in. ${said.join("; ")}.`);
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw refused("The file is not JSON, or was cut short.");
	}
}

const refused = (message: string) => invalid(`${message} Nothing was added.`, { file: [message] });
