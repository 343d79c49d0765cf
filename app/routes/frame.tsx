import type { LoaderFunctionArgs } from "@remix-run/node";
import { Outlet, useLoaderData, useRouteError, useRouteLoaderData } from "@remix-run/react";
import { requireMember } from "#app/doors/page.ts";
import { describeError, type loader as rootLoader } from "#app/root.tsx";
import { ErrorPage } from "#app/ui/frame/error-page.tsx";
import { Frame } from "#app/ui/frame/frame.tsx";
import { PlainPage } from "#app/ui/frame/plain-page.tsx";
import { Flash } from "#app/ui/signs/notice.tsx";
import { AREAS, COMMANDS } from "./areas.ts";

/** The frame holds no query of its own: who is signed in was read once for the whole request. */
export async function loader(args: LoaderFunctionArgs) {
	const member = await requireMember(args);
	return { org: member.org.name, person: member.name, role: member.org.role };
}

export default function FrameLayout() {
	const { org, person, role } = useLoaderData<typeof loader>();
	const flash = useRouteLoaderData<typeof rootLoader>("root")?.flash;
	return (
		<Frame
			org={{ name: org, href: "/today" }}
			nav={AREAS}
			commands={COMMANDS}
			person={{ name: person, role, href: "/settings/profile" }}
		>
			{flash && <Flash message={flash} />}
			<Outlet />
		</Frame>
	);
}

export function ErrorBoundary() {
	const error = describeError(useRouteError());
	return (
		<PlainPage title={error.title}>
			<ErrorPage {...error} />
		</PlainPage>
	);
}
