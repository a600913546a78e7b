# One image for bot, worker, web and the migrations; docker-compose.yml says which of them a container runs.
FROM node:22-slim AS manifest
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

FROM manifest AS build
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json tsconfig.client.json prisma.config.ts ./
COPY prisma prisma
COPY src src
# The sandbox leans on development packages, which the image lacks.
RUN npm run build && rm -r dist/sandbox

FROM manifest AS production
# Without their names npm would keep the development packages that others call optional: Prisma's command line, 260 MB.
RUN npm pkg delete devDependencies && npm ci --omit=dev --ignore-scripts

FROM node:22-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json ./
COPY prisma prisma
COPY --from=production /app/node_modules node_modules
COPY --from=build /app/dist dist
USER node
EXPOSE 3000 3001 3002
CMD ["node", "dist/main.js"]
