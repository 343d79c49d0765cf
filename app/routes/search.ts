import { type LoaderFunctionArgs, redirect } from "@remix-run/node";

/** The search in the header. People are found among leads; a page over everything comes with the CRM. */
export function loader({ request }: LoaderFunctionArgs) {
	const wanted = new URL(request.url).searchParams.get("q") ?? "";
	return redirect(`/leads?${new URLSearchParams({ q: wanted })}`);
}
