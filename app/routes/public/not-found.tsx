import { notFound } from "#app/base/errors.ts";
import { asResponse } from "#app/doors/page.ts";
import { type Args, visitOf } from "#app/doors/request.ts";

export function loader(args: Args) {
	throw asResponse(notFound(), visitOf(args).requestId);
}

export const action = loader;

export default function NotFound() {
	return null;
}
