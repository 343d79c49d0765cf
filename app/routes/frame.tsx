import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, Link, Outlet, useLoaderData, useLocation, useRouteError, useRouteLoaderData } from "@remix-run/react";
import { type ReactNode, useState } from "react";
import type { FlashNote } from "#app/doors/flash.ts";
import { requireMember } from "#app/doors/page.ts";
import { describeError, type loader as rootLoader } from "#app/root.tsx";
import { useOpenStream } from "#app/ui/behaviour/use-live-refresh.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorPage } from "#app/ui/frame/error-page.tsx";
import { Frame } from "#app/ui/frame/frame.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { PlainPage } from "#app/ui/frame/plain-page.tsx";
import { Flash } from "#app/ui/signs/notice.tsx";
import { AREAS, COMMANDS } from "./areas.ts";

/** The frame holds no query of its own: who is signed in was read once for the whole request. */
export async function loader(args: LoaderFunctionArgs) {
	const member = await requireMember(args);
	return { org: member.org.name, person: member.name, role: member.org.role };
}

/** The title of a page that is not there; pages that are bring their own. */
export const meta: MetaFunction = ({ error }) => [
	{ title: error ? `${describeError(error).title} · Perigee` : "Perigee" },
];

export default function FrameLayout() {
	const flash = useFlash();
	useOpenStream();
	return (
		<Framed {...useLoaderData<typeof loader>()}>
			{flash && <Note note={flash} />}
			<Outlet />
		</Framed>
	);
}

/** What the last act did, with the way back where there is one; a plain form, so that it works without a script. */
function Note({ note: { undo, link, ...flash } }: { note: FlashNote }) {
	return (
		<Flash {...flash}>
			{link && (
				<Link to={link.to} discover="none">
					{link.label}
				</Link>
			)}
			{undo && (
				<Form method="post" action={undo.action} discover="none">
					<SubmitButton tone="quiet" small icon="undo" name="act" value={undo.act}>
						Undo
					</SubmitButton>
				</Form>
			)}
		</Flash>
	);
}

/** A refusal or a fault of one page leaves the rest of the product in reach. */
export function ErrorBoundary() {
	const { title, ...words } = describeError(useRouteError());
	const member = useRouteLoaderData<typeof loader>("routes/frame");
	const page = <ErrorPage {...words} back={{ label: "Back to Today", href: "/today" }} />;
	if (!member) return <PlainPage title={title}>{page}</PlainPage>;
	return (
		<Framed {...member}>
			<Page title={title} width="narrow">
				{page}
			</Page>
		</Framed>
	);
}

/** What the last act did, until the next step: a live refresh of the page comes without it and must not take it away. */
function useFlash(): FlashNote | undefined {
	const flash = useRouteLoaderData<typeof rootLoader>("root")?.flash;
	const { key } = useLocation();
	const [kept, keep] = useState({ key, flash });
	const isNew = kept.key !== key || (flash !== undefined && flash !== kept.flash);
	if (isNew) keep({ key, flash });
	return isNew ? flash : kept.flash;
}

type FramedProps = { org: string; person: string; role: string; children: ReactNode };

function Framed({ org, person, role, children }: FramedProps) {
	return (
		<Frame
			org={{ name: org, href: "/today" }}
			nav={AREAS}
			commands={COMMANDS}
			person={{ name: person, role, href: "/settings/profile" }}
		>
			{children}
		</Frame>
	);
}
