import { invalid, sqlState } from "#app/base/errors.ts";
import type { CollectionForm } from "../schema.ts";

/** What a form says, as it is kept. Throws 422 where roles are to be chosen and none is. */
export function valuesOf(input: CollectionForm) {
	const { name, description, visibility, roles } = input;
	if (visibility === "roles" && roles.length === 0)
		throw invalid("Choose one role at least.", { roles: ["Choose one role at least"] });
	return { name, description, visibility, roles: visibility === "roles" ? roles : [] };
}

/** Does `work` that keeps a collection of this name. Throws 422 where the name is taken. */
export async function underItsName(name: string, work: () => Promise<unknown>): Promise<void> {
	try {
		await work();
	} catch (error) {
		if (sqlState(error) === "23505")
			throw invalid(`There is a collection called ${name} already.`, { name: ["This name is taken"] });
		throw error;
	}
}
