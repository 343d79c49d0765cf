import type { ReactNode } from "react";
import { FormBehaviour } from "#app/ui/behaviour/page-behaviour.tsx";
import { Avatar } from "#app/ui/signs/avatar.tsx";
import { brandColors } from "./brand-color.ts";
import { useNonce } from "./nonce.tsx";
import { SkipLink } from "./skip-link.tsx";

/**
 * A page for strangers (booking, chat, form, unsubscribe): the organisation's name, colour and logo, larger type,
 * no navigation. It needs no script of ours. `logo` is a URL on this server; `color` is `#rrggbb`.
 */
export function PublicFrame({
	org,
	title,
	foot,
	children,
}: {
	org: { name: string; color?: string | null; logo?: string | null };
	title: string;
	foot?: ReactNode;
	children: ReactNode;
}) {
	return (
		<div className="public">
			<BrandStyle color={org.color} />
			<FormBehaviour />
			<SkipLink />
			<header className="public-head">
				<div>
					{org.logo ? <img src={org.logo} alt="" /> : <Avatar name={org.name} square />}
					{org.name}
				</div>
			</header>
			<main className="public-main" id="main" tabIndex={-1}>
				<h1>{title}</h1>
				{children}
			</main>
			{foot && <footer className="public-foot">{foot}</footer>}
		</div>
	);
}

/** Style attributes are refused by the policy; a style element with the nonce is not. Only checked hex digits enter it. */
function BrandStyle({ color }: { color: string | null | undefined }) {
	const nonce = useNonce();
	const brand = brandColors(color);
	if (!brand) return null;
	const css = `.public{--brand:${brand.ground};--brand-ink:${brand.ink};--accent:var(--L,${brand.onLight}) var(--D,${brand.onDark})}`;
	// biome-ignore lint/security/noDangerouslySetInnerHtml: the values are hex digits made by brandColors
	return <style nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: css }} />;
}
