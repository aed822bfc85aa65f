//! What the roles that are shipped learn to do with resources that are new. Roles that somebody made learn nothing by themselves.

use sea_orm_migration::prelude::*;

/// Lets shipped roles (code) do something to a resource.
pub async fn permit(manager: &SchemaManager<'_>, permissions: &[(&str, &str, &[&str])]) -> Result<(), DbErr> {
    for (role, resource, actions) in permissions {
        for action in *actions {
            let of_role = Query::select()
                .column(Alias::new("id"))
                .expr(Expr::val(*resource))
                .expr(Expr::val(*action))
                .from(Alias::new("role"))
                .and_where(Expr::col(Alias::new("code")).eq(*role))
                .and_where(Expr::col(Alias::new("built_in")).eq(true))
                .take();
            let columns = ["role_id", "resource", "action"].map(Alias::new);
            let insert = Query::insert()
                .into_table(Alias::new("role_permission"))
                .columns(columns)
                .select_from(of_role)
                .map_err(|error| DbErr::Migration(error.to_string()))?
                .take();
            manager.execute(insert).await?;
        }
    }
    Ok(())
}
