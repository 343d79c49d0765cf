import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { findPerson } from "#app/doors/session.ts";
import { Landing } from "#app/ui/landing.tsx";

export const meta = () => [{ title: "Perigee: one place where a business meets its customers" }];

/** Who is signed in already is shown the way in instead. */
export const loader = async (args: LoaderFunctionArgs) => ({ isSignedIn: (await findPerson(args)) !== undefined });

export default function LandingPage() {
	const { isSignedIn } = useLoaderData<typeof loader>();
	return <Landing home={isSignedIn ? "/today" : undefined} />;
}
