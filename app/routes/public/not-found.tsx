import { notFound } from "#app/base/errors.ts";
import { asResponse } from "#app/doors/page.ts";
import { type Args, visitOf } from "#app/doors/request.ts";

export const loader = refuse;
export const action = refuse;

export default function NotFound() {
	return null;
}

function refuse(args: Args): never {
	throw asResponse(notFound(), visitOf(args).requestId);
}
