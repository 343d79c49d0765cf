import type { Step } from "#app/domain/files/store-file.ts";
import { inOrg } from "#db/context.ts";
import type { Run } from "#jobs/handles.ts";

/** Opens one transaction after the other for work of many chunks. Each has the time at which it begins. */
export function stepsOf(org: string, name: string, { requestId }: Run): Step {
	const actor = { kind: "system", name } as const;
	return (fn) => inOrg({ org, actor, requestId }, fn);
}
