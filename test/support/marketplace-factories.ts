import type { ConnectorProperty } from "../../src/core/connectors/connector-values.ts";
import type { Database } from "../../src/core/kernel/database.ts";
import type { Connector, Marketplace, Template } from "../../src/core/generated/prisma/client.ts";
import { fold } from "../../src/core/kernel/text/fold.ts";

let serial = 0;
const next = () => (serial += 1);

export interface GivenConnector {
  name?: string;
  version?: string;
  authentication?: string;
  properties?: Partial<ConnectorProperty>[];
}

export function makeConnector(db: Database, given: GivenConnector = {}): Promise<Connector> {
  const { name = `connector${next()}`, version = "1.0", authentication = "none", properties = [] } = given;
  return db.connector.create({
    data: { name, nameKey: fold(name), title: `${name} Cloud`, version, authentication, properties },
  });
}

export function makeTemplate(db: Database, connectors: Connector[] = []): Promise<Template> {
  const name = `Template ${next()}`;
  return db.template.create({
    data: {
      name,
      nameKey: fold(name),
      steps: [{ name: "Read" }, { name: "Write" }],
      connectors: { create: connectors.map(({ id }) => ({ connectorId: id })) },
    },
  });
}

/** With one card for each of these Templates. */
export function makeMarketplace(db: Database, templates: Template[] = []): Promise<Marketplace> {
  const name = `Marketplace ${next()}`;
  return db.marketplace.create({
    data: {
      name,
      nameKey: fold(name),
      cards: {
        create: templates.map(({ id, name: title }, position) => ({
          position,
          title,
          templates: { create: { templateId: id } },
        })),
      },
    },
  });
}
