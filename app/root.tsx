import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { data } from "@remix-run/node";
import {
	isRouteErrorResponse,
	Links,
	Meta,
	Outlet,
	Scripts,
	ScrollRestoration,
	useLocation,
	useMatches,
	useRouteError,
	useRouteLoaderData,
} from "@remix-run/react";
import type { ReactNode } from "react";
import { takeFlash } from "#app/doors/flash.ts";
import { findPerson } from "#app/doors/session.ts";
import { readTheme } from "#app/doors/theme.ts";
import { ErrorPage } from "#app/ui/frame/error-page.tsx";
import { useNonce } from "#app/ui/frame/nonce.tsx";
import { PlainPage } from "#app/ui/frame/plain-page.tsx";
import { MomentProvider } from "#app/ui/signs/moment.tsx";
import styles from "#app/ui/styles/app.css?url";

/** A route that sets this loads no framework in the browser: public pages stay under 50 kB. `script` enhances it. */
export type PlainHandle = { plain: true; script?: string };

export const links: LinksFunction = () => [
	{ rel: "stylesheet", href: styles },
	{ rel: "icon", href: "/icon.svg", type: "image/svg+xml" },
];
export const meta: MetaFunction = ({ error, location }) => [
	{ title: error ? `${describeError(error, location.pathname).title} · Perigee` : "Perigee" },
];

/** What every page needs: the reader's zone, theme and the instant it was made at. One read, shared with its loaders. */
export async function loader(args: LoaderFunctionArgs) {
	const person = await findPerson(args).catch(() => undefined);
	const { flash, headers } = await takeFlash(args.request);
	return data(
		{
			now: new Date().toISOString(),
			zone: person?.timeZone ?? "UTC",
			locale: person?.locale ?? "en",
			theme: person?.theme ?? (await readTheme(args.request)),
			flash,
		},
		{ headers: person?.renewed ? [...Object.entries(headers), ["Set-Cookie", person.renewed]] : headers },
	);
}

export function Layout({ children }: { children: ReactNode }) {
	const shared = useRouteLoaderData<typeof loader>("root");
	const nonce = useNonce();
	const theme = shared?.theme ?? "system";
	const plain = useMatches()
		.map((match) => match.handle as PlainHandle | undefined)
		.find((handle) => handle?.plain);
	return (
		<html lang={shared?.locale ?? "en"} data-theme={theme === "system" ? undefined : theme}>
			<head>
				<meta charSet="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<Meta />
				<Links />
			</head>
			<body>
				<MomentProvider now={shared?.now ?? new Date().toISOString()} zone={shared?.zone ?? "UTC"}>
					{children}
				</MomentProvider>
				{plain ? (
					plain.script && <script type="module" src={plain.script} nonce={nonce} />
				) : (
					<>
						<ScrollRestoration nonce={nonce} />
						<Scripts nonce={nonce} />
					</>
				)}
			</body>
		</html>
	);
}

export default function App() {
	return <Outlet />;
}

export function ErrorBoundary() {
	const { pathname } = useLocation();
	const { title, ...words } = describeError(useRouteError(), pathname);
	const back = wayOut(pathname);
	return (
		<PlainPage title={title}>
			<ErrorPage {...words} {...(back ? { back } : {})} />
		</PlainPage>
	);
}

const OF_CUSTOMERS = /^\/(?:appointment|book|chat|unsubscribe)(?:\/|$)/;

/**
 * What a customer reads whose link leads nowhere: what may have happened and what to do. The same words for a link that
 * is over and for one that never was, so that nobody learns from them what there is.
 */
function describeDeadLink(path: string, status: number) {
	if (path.startsWith("/book")) {
		return {
			title: "No booking page here",
			happened: "The address may have been cut in two or mistyped, or the firm may have changed it since.",
			todo: "Open the link in the newest message you got, or look for it on the firm’s website. You can also call the firm and book with them.",
		};
	}
	return {
		title: status === 410 ? "No longer valid" : "This link does not work",
		happened:
			"This link is not valid, or no longer valid. It may have been cut in two on its way, have expired, or have been replaced by a newer one.",
		todo: "Open the newest message you got and use the link in it. If that does not work either, call the firm: they will send you a new one.",
	};
}

/** Where a dead end leads: customers have no business in the product, so their links lead nowhere else. */
function wayOut(path: string): { label: string; href: string } | undefined {
	if (OF_CUSTOMERS.test(path)) return undefined;
	if (path.startsWith("/reset-password/")) return { label: "Ask for a new link", href: "/reset-password" };
	if (/^\/(invitations|verify-email)\//.test(path)) return { label: "Sign in", href: "/sign-in" };
	return { label: "Go to the start page", href: "/" };
}

/**
 * What an error page says: what happened, what was kept, what to do. Nothing of the cause but its plain message. On a
 * customer's `path` a link that leads nowhere has words of its own.
 */
export function describeError(error: unknown, path = "") {
	if (isRouteErrorResponse(error)) {
		if ((error.status === 404 || error.status === 410) && OF_CUSTOMERS.test(path))
			return describeDeadLink(path, error.status);
		const body = (typeof error.data === "object" && error.data ? error.data : {}) as {
			message?: string;
			requestId?: string;
		};
		const requestId = body.requestId ? { requestId: body.requestId } : {};
		const titles: Record<number, string> = {
			403: "Not allowed",
			404: "Not found",
			410: "No longer valid",
			429: "Too often",
			503: "Not reachable",
		};
		return {
			title: titles[error.status] ?? "Something went wrong",
			happened:
				body.message ?? (error.status === 404 ? "There is no such page here." : "This page could not be shown."),
			...requestId,
		};
	}
	return {
		title: "Something went wrong",
		happened: "This page could not be shown.",
		kept: "Nothing you saved is lost.",
		todo: "Load it again; if it stays, tell an administrator.",
	};
}
