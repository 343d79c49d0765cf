import type { form } from "#app/doors/form.ts";

/**
 * What the door of a form answered, as JSON with its status, for a script that posted the form. Remix would send a route
 * without a page 200, whatever its data say.
 */
export function jsonAnswer(answer: Awaited<ReturnType<typeof form>>): Response {
	if (answer instanceof Response) return answer;
	const { status = 200, headers } = answer.init ?? {};
	return Response.json(answer.data, { status, ...(headers ? { headers } : {}) });
}
