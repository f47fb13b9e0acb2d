# Builds the program and its pages; runs it as a user without rights, with what it needs and nothing else.
FROM node:20-bookworm-slim AS build
WORKDIR /house
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json vite.config.ts ./
COPY adapters ./adapters
COPY migrations ./migrations
COPY src ./src
RUN npm run build

FROM node:20-bookworm-slim AS modules
WORKDIR /house
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM node:20-bookworm-slim
LABEL org.opencontainers.image.title="Party With Me" org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080
WORKDIR /house
COPY --from=modules /house/node_modules ./node_modules
COPY --from=build /house/dist ./dist
COPY package.json LICENSE ./
# The embedded database and its key, where no other database is configured.
RUN mkdir data && chown node:node data
VOLUME /house/data
USER node
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --retries=6 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz?for=web`).then((said) => process.exit(said.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1 and hears SIGTERM: npm would keep it from that.
CMD ["node", "--enable-source-maps", "dist/src/main.js"]
