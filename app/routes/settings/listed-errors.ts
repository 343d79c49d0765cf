/** Conform's errors by field, without the fields that have none. */
export function listedErrors(error: Record<string, string[] | null> | null | undefined): Record<string, string[]> {
	return Object.fromEntries(Object.entries(error ?? {}).flatMap(([name, texts]) => (texts ? [[name, texts]] : [])));
}
