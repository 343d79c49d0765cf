import { isId, type OrgId } from "#app/base/ids.ts";
import { unseal } from "#app/base/seal.ts";
import type { ShopKind } from "#app/providers/shop/port.ts";
import { house } from "#db/context.ts";

/** What a webhook's door knows of a connection: enough to check a signature, and nothing that calls the shop. */
export type IntakeConnection = {
	org: OrgId;
	id: string;
	kind: ShopKind;
	name: string;
	enabled: boolean;
	/** Current secret first; the former one follows while it is rotated. */
	webhookSecrets: string[];
	mapping: unknown;
	/** The shop's ids of the locations that are mapped to ours. */
	locationIds: ReadonlySet<string>;
};

type Row = {
	org_id: string;
	id: string;
	kind: ShopKind;
	name: string;
	webhook_secret_sealed: string;
	previous_webhook_secret_sealed: string | null;
	mapping: unknown;
	enabled: boolean;
	location_ids: string[];
};

/** The connection a webhook is addressed to, whoever's it is: one read, before any organisation is known. */
export async function findIntakeConnection(id: string): Promise<IntakeConnection | undefined> {
	if (!isId(id)) return undefined;
	const [row] = await house().database.guest<Row>("select * from find_shop_intake($1)", [id]);
	if (!row) return undefined;
	const sealed = [row.webhook_secret_sealed, row.previous_webhook_secret_sealed].filter((text) => text !== null);
	return {
		org: row.org_id,
		id: row.id,
		kind: row.kind,
		name: row.name,
		enabled: row.enabled,
		webhookSecrets: sealed.map((text) => unseal(text, `shop-secret:${row.id}`)),
		mapping: row.mapping ?? undefined,
		locationIds: new Set(row.location_ids),
	};
}
