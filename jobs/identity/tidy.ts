import { tidyIdentity } from "#app/domain/identity/tidy.ts";
import type { Run } from "#jobs/handles.ts";

/** Retention, once a day. */
export function tidy(_payload: object, { now }: Run): Promise<void> {
	return tidyIdentity(now);
}
