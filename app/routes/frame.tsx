import type { LoaderFunctionArgs } from "@remix-run/node";
import { Outlet, useLoaderData, useRouteError, useRouteLoaderData } from "@remix-run/react";
import { requireMember } from "#app/doors/page.ts";
import { describeError, type loader as rootLoader } from "#app/root.tsx";
import { ErrorPage } from "#app/ui/frame/error-page.tsx";
import { Frame } from "#app/ui/frame/frame.tsx";
import { PlainPage } from "#app/ui/frame/plain-page.tsx";
import type { NavItem } from "#app/ui/menu/navigation.ts";
import { Flash } from "#app/ui/signs/notice.tsx";

/** The areas that exist, in the order of LOOK.md; the first five are the phone's bottom bar. */
const AREAS: readonly NavItem[] = [
	{ label: "Today", href: "/today", icon: "activity", keys: "g t" },
	{ label: "Leads", href: "/leads", icon: "people", keys: "g l" },
	{ label: "Calendar", href: "/calendar", icon: "calendar", keys: "g c" },
	{ label: "Conversations", href: "/conversations", icon: "inbox", keys: "g i" },
	{ label: "Outbox", href: "/outbox", icon: "send", keys: "g o" },
];

/** The frame holds no query of its own: who is signed in was read once for the whole request. */
export async function loader(args: LoaderFunctionArgs) {
	const member = await requireMember(args);
	return { org: member.org.name, person: member.name, role: member.org.role };
}

export default function FrameLayout() {
	const { org, person, role } = useLoaderData<typeof loader>();
	const flash = useRouteLoaderData<typeof rootLoader>("root")?.flash;
	return (
		<Frame org={{ name: org, href: "/today" }} nav={AREAS} person={{ name: person, role, href: "/settings/profile" }}>
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
