import { css } from "lit";

/**
 * What every part of the card and the panel looks like. Colours are the theme's; text is
 * in those of its text only, since themes' other colours are too pale to be read.
 */
export const shared = css`
  :host {
    display: block;
    color: var(--primary-text-color);
    font-size: var(--ha-font-size-m, 14px);
    line-height: 1.4;
    overflow-wrap: anywhere;
  }
  * {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
  h2,
  h3,
  h4,
  p,
  ul,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }
  h2,
  h3,
  h4 {
    font-size: 1.1em;
    font-weight: 500;
  }
  ul {
    list-style: none;
  }
  .stack {
    display: flex;
    flex-direction: column;
    gap: 12px;
  }
  .stack > [role="status"]:empty {
    margin-top: -12px;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
  }
  .progress {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
    align-items: center;
  }
  progress {
    flex: 1 1 120px;
    height: 8px;
  }
  /* A browser's own may be dark where nothing is done yet, as if it were full. */
  @media (forced-colors: none) {
    progress {
      appearance: none;
      border: none;
      background: var(--divider-color);
    }
    progress::-webkit-progress-bar {
      background: none;
    }
    progress::-webkit-progress-value {
      background: var(--primary-color);
    }
    progress::-moz-progress-bar {
      background: var(--primary-color);
    }
  }
  .secondary {
    color: var(--secondary-text-color);
  }
  .typed {
    white-space: pre-wrap;
    unicode-bidi: isolate;
  }
  .note {
    padding: 8px 12px;
    border-inline-start: 4px solid var(--warning-color);
    background: var(--secondary-background-color, transparent);
    border-radius: 4px;
  }
  .note.error {
    border-color: var(--error-color);
  }
  .note.info {
    border-color: var(--info-color, var(--primary-color));
  }
  button,
  input,
  select {
    font: inherit;
    color: inherit;
    max-width: 100%;
  }
  button {
    min-height: 44px;
    padding: 4px 16px;
    border-radius: 22px;
    border: 1px solid var(--secondary-text-color);
    background: var(--card-background-color, transparent);
    cursor: pointer;
  }
  button.primary {
    background: var(--primary-text-color);
    border-color: var(--primary-text-color);
    /* A card's own background may be glass. */
    color: var(--primary-background-color, #fff);
  }
  button.danger {
    border-color: var(--error-color);
    border-width: 2px;
  }
  button[aria-pressed="true"] {
    background: var(--primary-text-color);
    color: var(--primary-background-color, #fff);
  }
  button[disabled],
  button[aria-disabled="true"] {
    opacity: 0.5;
    cursor: default;
  }
  input:not([type="checkbox"], [type="radio"]),
  select {
    min-height: 44px;
    padding: 4px 8px;
    border: 1px solid var(--secondary-text-color);
    border-radius: 8px;
    background: var(--card-background-color, transparent);
  }
  input[type="checkbox"],
  input[type="radio"] {
    width: 20px;
    height: 20px;
    margin: 12px;
    flex: none;
    accent-color: var(--primary-color);
  }
  summary {
    min-height: 44px;
    align-content: center;
    cursor: pointer;
  }
  label.check {
    display: flex;
    align-items: center;
    min-height: 44px;
    cursor: pointer;
  }
  :focus-visible {
    outline: 2px solid var(--primary-text-color);
    outline-offset: 2px;
  }
  :host(:focus),
  [tabindex="-1"]:focus {
    outline: none;
  }
  video,
  img {
    display: block;
    max-width: 100%;
  }
`;
