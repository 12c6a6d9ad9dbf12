import { css } from "lit";

/** What the panel's pages look like, besides what the card shares. */
export const looks = css`
  h2 {
    font-size: 1.4em;
  }
  section > * + * {
    margin-top: 12px;
  }
  section {
    margin-bottom: 16px;
    padding: 16px;
    border: 1px solid var(--ha-card-border-color, var(--divider-color));
    border-radius: var(--ha-card-border-radius, 12px);
    background: var(--ha-card-background, var(--card-background-color, #fff));
  }
  a {
    color: inherit;
  }
  label:not(.check) {
    display: grid;
    /* What is long, such as a doorbell's name, is cut where there is no room. */
    grid-template-columns: minmax(0, max-content);
    gap: 4px;
    min-width: 0;
    justify-items: start;
  }
  ul.plain > li + li {
    margin-top: 12px;
    padding-top: 12px;
    border-top: 1px solid var(--divider-color);
  }
  .fields {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    align-items: end;
  }
  .spread {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
    justify-content: space-between;
  }
  .tag {
    padding: 2px 10px;
    border: 1px solid var(--secondary-text-color);
    border-radius: 12px;
    font-size: 0.9em;
    white-space: nowrap;
  }
  code {
    font-family: var(--ha-font-family-code, monospace);
    overflow-wrap: anywhere;
  }
  .button {
    display: inline-flex;
    align-items: center;
    min-height: 44px;
    padding: 0 16px;
    border: 1px solid var(--secondary-text-color);
    border-radius: 22px;
    color: inherit;
    text-decoration: none;
  }
`;
