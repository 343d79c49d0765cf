import type { handles } from "#jobs/handles.ts";

/** The jobs of this area and who does them. */
export const assistantHandlers: ReturnType<typeof handles>[] = [];
